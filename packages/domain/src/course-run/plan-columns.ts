import type { FieldChange, JsonValue } from '../change/change.js';
import type { Owner, RuleId } from '../change/rules.js';
import type { LocalCourseRun, SsgOwnedRunColumns } from './course-run.js';

/**
 * Who wins a column of `course_run`, by situation: `ssg` writes SSG's value, `keep` leaves the local one,
 * `start` writes the value a new run starts with.
 */
interface ColumnRule {
  column: string;
  whenNew: 'ssg' | 'start' | 'keep';
  whenSsgGivesValue: 'ssg' | 'keep';
  whenSsgGivesNone: 'keep';
}

/**
 * Field ownership as one table (S0.21-S0.23, bug 19). Whatever is not listed is `keep` in every situation; the
 * columns that S0.23 names are listed all the same, because a reader looks for them here.
 * Mode and its raw code go together: where SSG sends no code, a mapped fallback must not replace a known mode.
 */
export const COURSE_RUN_COLUMNS = {
  startDate: ssgOwned('start_date'),
  endDate: ssgOwned('end_date'),
  modeOfLearning: ssgOwned('mode_of_learning'),
  modeOfTrainingCode: ssgOwned('mode_of_training_code'),
  digitalAttendanceId: ssgOwned('digital_attendance_id'),
  courseVacancyCode: ssgOwned('course_vacancy_code'),
  courseVacancyDescription: ssgOwned('course_vacancy_description'),
  classStatus: { ...keptAlways('class_status'), whenNew: 'start' },
  classType: keptAlways('class_type'),
  lifecycle: keptAlways('lifecycle'),
  assignedTrainerId: keptAlways('assigned_trainer_id'),
  assignedTrainerName: keptAlways('assigned_trainer_name'),
  assignedTrainerEmail: keptAlways('assigned_trainer_email'),
  assignmentSource: keptAlways('assignment_source'),
  tpgAssignedTrainerName: keptAlways('tpg_assigned_trainer_name'),
  tpgAssignedTrainerEmail: keptAlways('tpg_assigned_trainer_email'),
} satisfies Record<Exclude<keyof LocalCourseRun, 'id' | 'version' | 'ssgRunId'>, ColumnRule>;

function ssgOwned(column: string): ColumnRule {
  return { column, whenNew: 'ssg', whenSsgGivesValue: 'ssg', whenSsgGivesNone: 'keep' };
}

function keptAlways(column: string): ColumnRule {
  return { column, whenNew: 'keep', whenSsgGivesValue: 'keep', whenSsgGivesNone: 'keep' };
}

/** What SSG offers for the columns it may own; null where it gives nothing. */
export type OfferedRunColumns = { [Column in keyof SsgOwnedRunColumns]: SsgOwnedRunColumns[Column] | null };

const OWNED = [
  'startDate',
  'endDate',
  'modeOfLearning',
  'modeOfTrainingCode',
  'digitalAttendanceId',
  'courseVacancyCode',
  'courseVacancyDescription',
] as const satisfies readonly (keyof SsgOwnedRunColumns)[];

/** The columns after an update: SSG's value where the table lets SSG win, else the local one (S0.22). */
export function updatedColumns(local: SsgOwnedRunColumns, offered: OfferedRunColumns): SsgOwnedRunColumns {
  const pick = <Column extends keyof SsgOwnedRunColumns>(column: Column): SsgOwnedRunColumns[Column] => {
    const value = offered[column];
    const situation = value === null ? 'whenSsgGivesNone' : 'whenSsgGivesValue';
    return value !== null && COURSE_RUN_COLUMNS[column][situation] === 'ssg' ? value : local[column];
  };
  return {
    startDate: pick('startDate'),
    endDate: pick('endDate'),
    modeOfLearning: pick('modeOfLearning'),
    modeOfTrainingCode: pick('modeOfTrainingCode'),
    digitalAttendanceId: pick('digitalAttendanceId'),
    courseVacancyCode: pick('courseVacancyCode'),
    courseVacancyDescription: pick('courseVacancyDescription'),
  };
}

/** The fields of a new run (S0.21): SSG's columns, and a class status that is the admins' from then on. */
export function createdFields(ssgRunId: string, after: SsgOwnedRunColumns, classStatus: string, modeRule: RuleId): FieldChange[] {
  const rule = 'S0.21 new-course-run';
  const created = (field: string, value: JsonValue, owner: Owner, by: RuleId = rule): FieldChange => ({
    field,
    before: null,
    after: value,
    owner,
    rule: by,
  });
  return [
    created('course_run_id', ssgRunId, 'ssg'),
    created(COURSE_RUN_COLUMNS.classStatus.column, classStatus, 'admin'),
    ...OWNED.filter((column) => after[column] !== null).map((column) =>
      created(COURSE_RUN_COLUMNS[column].column, after[column], 'ssg', column === 'modeOfLearning' ? modeRule : rule),
    ),
  ];
}

/** The fields that an update changes, only where they differ (S0.22). */
export function updatedFields(before: SsgOwnedRunColumns, after: SsgOwnedRunColumns, modeRule: RuleId): FieldChange[] {
  return OWNED.filter((column) => before[column] !== after[column]).map((column) => ({
    field: COURSE_RUN_COLUMNS[column].column,
    before: before[column],
    after: after[column],
    owner: 'ssg',
    rule: column === 'modeOfLearning' ? modeRule : 'S0.22 ssg-updates-course-run',
  }));
}
