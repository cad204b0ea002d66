import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { ENROLMENT_COUNTS, liveEnrolmentsSql } from './enrolment-counts-sql.js';
import { RUN_TRAINER_COLUMNS, TRAINER_LOCAL } from './trainer-local-sql.js';

/** Values that are found together, in one line of other tables. */
export interface Computed {
  values: Readonly<Record<string, string>>;
  /** From what, given the row's name in the statement. One line, or none where it is optional. */
  from: (row: string) => string;
  /** Without a line there is null instead of an object. Then none of the values is ever null where there is one. */
  isOptional?: boolean;
}

/** A table as `read-page.ts` knows it. What is left out, Prisma is asked for. */
export interface Table {
  /** Its name in the database. */
  name: string;
  /** Columns by the names of Prisma's model. */
  columns: Readonly<Record<string, string>>;
  /** Those without time, and those with; all other columns are texts, numbers, booleans or JSON. */
  days: ReadonlySet<string>;
  instants: ReadonlySet<string>;
  /** Columns that may be null: pages are not ordered by them. */
  nullable: ReadonlySet<string>;
  /** Columns by which there is one row at most. */
  unique: ReadonlySet<string>;
  /** The one row that a column of this table names, always there. */
  one: Readonly<Record<string, { model: Model; column: string }>>;
  /** What is reckoned or picked from other tables: objects of a few values. No names of Prisma's. */
  computed: Readonly<Record<string, Computed>>;
  /** What rows can be ordered by and no column has, given the row's name; never null. No names of Prisma's. */
  sortKeys: Readonly<Record<string, (row: string) => string>>;
  /** The rows that name this one, by a column of theirs. */
  many: Readonly<Record<string, { model: Model; column: string }>>;
}

export type Model =
  | 'Course'
  | 'CourseRun'
  | 'CourseRunTrainer'
  | 'CourseRunTrainerDecline'
  | 'Enrolment'
  | 'Learner'
  | 'TrainingProvider';

const PROVIDER = { model: 'TrainingProvider', column: 'provider_id' } as const;
const WHEN = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** The tables whose rows pages show. */
export const TABLES: Readonly<Record<Model, Table>> = {
  TrainingProvider: table<Prisma.TrainingProviderScalarFieldEnum>('training_provider', {
    columns: { id: 'id', uen: 'uen', code: 'code', name: 'name', timeZone: 'time_zone', modeProfile: 'mode_profile' },
    unique: ['id', 'uen'],
  }),
  Course: table<Prisma.CourseScalarFieldEnum>('course', {
    columns: {
      id: 'id',
      providerId: 'provider_id',
      courseCode: 'course_code',
      title: 'title',
      trainersEmailList: 'trainers_email_list',
      trainersList: 'trainers_list',
      ...WHEN,
    },
    instants: ['createdAt', 'updatedAt'],
    nullable: ['trainersEmailList', 'trainersList'],
    one: { provider: PROVIDER },
    many: { courseRuns: { model: 'CourseRun', column: 'course_id' } },
  }),
  CourseRun: table<Prisma.CourseRunScalarFieldEnum>('course_run', {
    columns: {
      id: 'id',
      providerId: 'provider_id',
      ssgRunId: 'course_run_id',
      classStatus: 'class_status',
      classType: 'class_type',
      lifecycle: 'lifecycle',
      startDate: 'start_date',
      endDate: 'end_date',
      modeOfLearning: 'mode_of_learning',
      modeOfTrainingCode: 'mode_of_training_code',
      digitalAttendanceId: 'digital_attendance_id',
      courseVacancyCode: 'course_vacancy_code',
      courseVacancyDescription: 'course_vacancy_description',
      assignedTrainerId: 'assigned_trainer_id',
      assignedTrainerName: 'assigned_trainer_name',
      assignedTrainerEmail: 'assigned_trainer_email',
      assignmentSource: 'assignment_source',
      tpgAssignedTrainerName: 'tpg_assigned_trainer_name',
      tpgAssignedTrainerEmail: 'tpg_assigned_trainer_email',
      version: 'version',
      ...WHEN,
    },
    days: ['startDate', 'endDate'],
    instants: ['createdAt', 'updatedAt'],
    nullable: [
      'classType',
      'modeOfTrainingCode',
      'digitalAttendanceId',
      'courseVacancyCode',
      'courseVacancyDescription',
      'assignedTrainerId',
      'assignedTrainerName',
      'assignedTrainerEmail',
      'assignmentSource',
      'tpgAssignedTrainerName',
      'tpgAssignedTrainerEmail',
    ],
    one: { provider: PROVIDER, course: { model: 'Course', column: 'course_id' } },
    many: {
      trainers: { model: 'CourseRunTrainer', column: 'course_run_id' },
      declines: { model: 'CourseRunTrainerDecline', column: 'course_run_id' },
    },
    computed: { enrolmentCounts: ENROLMENT_COUNTS, trainerLocal: TRAINER_LOCAL },
    sortKeys: { liveEnrolments: liveEnrolmentsSql },
  }),
  CourseRunTrainer: table<Prisma.CourseRunTrainerScalarFieldEnum>('course_run_trainer', {
    columns: { id: 'id', ...RUN_TRAINER_COLUMNS },
    instants: ['assignedAt'],
  }),
  CourseRunTrainerDecline: table<Prisma.CourseRunTrainerDeclineScalarFieldEnum>('course_run_trainer_decline', {
    columns: { id: 'id', trainerId: 'trainer_id' },
  }),
  Learner: table<Prisma.LearnerScalarFieldEnum>('learner', {
    columns: {
      id: 'id',
      providerId: 'provider_id',
      name: 'name',
      nameBeginnings: 'name_beginnings',
      email: 'email',
      phone: 'phone',
      idType: 'id_type',
      nricHmac: 'nric_hmac',
      nricMasked: 'nric_masked',
      ...WHEN,
    },
    instants: ['createdAt', 'updatedAt'],
    nullable: ['email', 'phone', 'idType', 'nricHmac', 'nricMasked'],
    one: { provider: PROVIDER },
    many: { enrolments: { model: 'Enrolment', column: 'learner_id' } },
  }),
  Enrolment: table<Prisma.EnrolmentScalarFieldEnum>('enrollment', {
    columns: {
      id: 'id',
      providerId: 'provider_id',
      referenceNumber: 'enrolment_id',
      status: 'enrolment_status',
      ssgStatus: 'ssg_status',
      unconfirmedSince: 'unconfirmed_since',
      enrolledAt: 'enrolled_at',
      version: 'version',
      ...WHEN,
    },
    instants: ['unconfirmedSince', 'enrolledAt', 'createdAt', 'updatedAt'],
    nullable: ['referenceNumber', 'ssgStatus', 'unconfirmedSince', 'enrolledAt'],
    one: {
      provider: PROVIDER,
      learner: { model: 'Learner', column: 'learner_id' },
      course: { model: 'Course', column: 'course_id' },
      courseRun: { model: 'CourseRun', column: 'course_run_id' },
    },
  }),
};

/** The compiler holds the names of fields against Prisma's, and a test the columns against the database. */
function table<Field extends string>(
  name: string,
  described: {
    columns: Partial<Record<Field, string>>;
    days?: Field[];
    instants?: Field[];
    nullable?: Field[];
    unique?: Field[];
    one?: Table['one'];
    many?: Table['many'];
    computed?: Table['computed'];
    sortKeys?: Table['sortKeys'];
  },
): Table {
  const {
    columns,
    days,
    instants,
    nullable,
    unique = ['id' as Field],
    one = {},
    many = {},
    computed = {},
    sortKeys = {},
  } = described;
  return {
    name,
    columns: columns as Record<string, string>,
    days: new Set(days),
    instants: new Set(instants),
    nullable: new Set(nullable),
    unique: new Set(unique),
    one,
    many,
    computed,
    sortKeys,
  };
}
