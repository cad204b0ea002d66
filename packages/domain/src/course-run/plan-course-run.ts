import type { Notice, Skip } from '../change/change.js';
import { collapseRepeated } from '../enrolment/listed-enrolment.js';
import { planEnrolments } from '../enrolment/plan-enrolments.js';
import { isInactive, normaliseEnrolmentStatus } from '../enrolment/status.js';
import { compareText } from '../text/compare-text.js';
import { attendanceIdFromQrLink } from './attendance-id.js';
import type { ClassStatus, LocalCourseRun, SsgCourseRun, SsgOwnedRunColumns } from './course-run.js';
import { type ModeDecision, mapModeOfTraining } from './mode-of-learning.js';
import type { CourseRunChange, CourseRunFacts, CourseRunPlan } from './plan.js';
import { createdFields, updatedColumns, updatedFields } from './plan-columns.js';

/** What a run starts as; from then on the column belongs to admins (S0.21, S0.23). */
export const NEW_RUN_CLASS_STATUS: ClassStatus = 'Pending';

/**
 * What a sync of one course run writes, and why (S0.13-S0.24). Pure: equal facts give an equal plan, whatever the
 * order of SSG's answer, and the plan made after applying a plan holds no changes.
 */
export function planCourseRun({ ssg, local, settings }: CourseRunFacts): CourseRunPlan {
  const { ssgRunId } = ssg.courseRun;
  const enrolments = collapseRepeated(ssg.enrolments);
  const gateOpen = enrolments.some((enrolment) => !isInactive(normaliseEnrolmentStatus(enrolment.status)));
  const decisions = planEnrolments({ enrolments, local, runWillExist: gateOpen || local.courseRun !== null });
  if (!gateOpen) {
    return {
      ...decisions,
      outcome: enrolments.length === 0 ? 'no_enrolments' : 'success',
      touched: false,
      courseRun: null,
      skips: [gateSkip(ssgRunId, enrolments.length), ...decisions.skips],
    };
  }
  const mode = mapModeOfTraining(ssg.courseRun.modeOfTrainingCode, settings.modeProfile);
  const courseRun = local.courseRun === null ? create(ssg.courseRun, mode) : update(ssg.courseRun, local.courseRun, mode);
  return {
    ...decisions,
    outcome: 'success',
    touched: true,
    courseRun,
    notices: [...modeNotices(ssgRunId, local.courseRun, ssg.courseRun, mode), ...decisions.notices],
  };
}

function gateSkip(ssgRunId: string, enrolments: number): Skip {
  return enrolments === 0
    ? { key: ssgRunId, rule: 'S0.13 no-enrolments', reason: 'SSG lists no enrolment for the run.' }
    : {
        key: ssgRunId,
        rule: 'S0.20 no-active-enrolment',
        reason: `None of the run's ${enrolments} enrolments at SSG is active.`,
      };
}

function create(ssg: SsgCourseRun, mode: ModeDecision): CourseRunChange {
  const after: SsgOwnedRunColumns = {
    startDate: ssg.startDate,
    endDate: ssg.endDate,
    modeOfLearning: mode.modeOfLearning,
    modeOfTrainingCode: ssg.modeOfTrainingCode,
    digitalAttendanceId: attendanceIdFromQrLink(ssg.qrCodeLink),
    courseVacancyCode: ssg.vacancyCode,
    courseVacancyDescription: ssg.vacancyDescription,
  };
  return {
    entity: 'course_run',
    action: 'create',
    key: ssg.ssgRunId,
    target: null,
    after,
    fields: createdFields(ssg.ssgRunId, after, NEW_RUN_CLASS_STATUS, mode.rule),
    rule: 'S0.21 new-course-run',
    reason: 'SSG has an active enrolment in the run, and the run was unknown here.',
  };
}

function update(ssg: SsgCourseRun, local: LocalCourseRun, mode: ModeDecision): CourseRunChange | null {
  const after = updatedColumns(local, {
    startDate: ssg.startDate,
    endDate: ssg.endDate,
    modeOfLearning: ssg.modeOfTrainingCode === null ? null : mode.modeOfLearning,
    modeOfTrainingCode: ssg.modeOfTrainingCode,
    digitalAttendanceId: attendanceIdFromQrLink(ssg.qrCodeLink),
    courseVacancyCode: ssg.vacancyCode,
    courseVacancyDescription: ssg.vacancyDescription,
  });
  const fields = updatedFields(local, after, mode.rule);
  if (fields.length === 0) return null;
  return {
    entity: 'course_run',
    action: 'update',
    key: ssg.ssgRunId,
    target: { id: local.id, version: local.version },
    after,
    fields,
    rule: 'S0.22 ssg-updates-course-run',
    reason: `SSG has other values for ${fields.map(({ field }) => field).join(', ')}.`,
  };
}

/** A missing code is worth a word only where it decided something: on creation. An update keeps the mode (bug 19). */
function modeNotices(ssgRunId: string, local: LocalCourseRun | null, ssg: SsgCourseRun, mode: ModeDecision): Notice[] {
  if (local !== null && ssg.modeOfTrainingCode === null) {
    return [
      {
        key: ssgRunId,
        rule: 'S0.22 keep-when-absent',
        message: `SSG sent no mode code; the mode stays "${local.modeOfLearning}".`,
      },
    ];
  }
  const notices = mode.notices.map((notice) => ({ key: ssgRunId, ...notice }));
  return notices.sort((left, right) => compareText(left.rule, right.rule));
}
