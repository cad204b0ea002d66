import type { EntityType } from '@rollcall/domain/change/change';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PrismaClient } from '@rollcall/prisma/generated/prisma/client';
import {
  visibleAtProvider,
  visibleCourseRuns,
  visibleCourses,
  visibleEnrolments,
  visibleLearners,
} from '../../access/visible-rows.js';

/** A row whose values are explained: it is there, and the principal may see it and where its values come from. */
export interface ExplainedRow {
  id: string;
  providerId: string;
}

/** A node type whose values have provenance. */
export interface ExplainedType {
  entityType: EntityType;
  table: string;
  /** Finds the row among those that a principal may see. */
  find: (prisma: PrismaClient, principal: Principal, id: string) => Promise<ExplainedRow | null>;
  /** The columns behind each field of the GraphQL type; several where a value is made of several. */
  columns: Readonly<Record<string, readonly [string, ...string[]]>>;
}

const SELECT = { id: true, providerId: true } as const;

/** The row must be visible, and its changes too, at the same provider. */
const both = <Where extends object>(id: string, principal: Principal, visible: Where) => ({
  AND: [{ id }, visible, visibleAtProvider(principal, 'change.read')],
});

/** By the name of the GraphQL type. */
export const EXPLAINED_TYPES: Readonly<Record<string, ExplainedType>> = {
  Course: {
    entityType: 'course',
    table: 'course',
    find: (prisma, principal, id) =>
      prisma.course.findFirst({ where: both(id, principal, visibleCourses(principal)), select: SELECT }),
    columns: {
      courseCode: ['course_code'],
      title: ['title'],
      trainersEmailList: ['trainers_email_list'],
      trainersList: ['trainers_list'],
    },
  },
  CourseRun: {
    entityType: 'course_run',
    table: 'course_run',
    find: (prisma, principal, id) =>
      prisma.courseRun.findFirst({ where: both(id, principal, visibleCourseRuns(principal)), select: SELECT }),
    columns: {
      ssgRunId: ['course_run_id'],
      classStatus: ['class_status'],
      classType: ['class_type'],
      lifecycle: ['lifecycle'],
      activatedAt: ['activated_at'],
      startDate: ['start_date'],
      endDate: ['end_date'],
      modeOfLearning: ['mode_of_learning'],
      modeOfTrainingCode: ['mode_of_training_code'],
      digitalAttendanceId: ['digital_attendance_id'],
      courseVacancyCode: ['course_vacancy_code'],
      courseVacancyDescription: ['course_vacancy_description'],
      assignedTrainer: ['assigned_trainer_name', 'assigned_trainer_email', 'assignment_source'],
      trainerTpg: ['tpg_assigned_trainer_name', 'tpg_assigned_trainer_email'],
    },
  },
  Enrolment: {
    entityType: 'enrolment',
    table: 'enrollment',
    find: (prisma, principal, id) =>
      prisma.enrolment.findFirst({ where: both(id, principal, visibleEnrolments(principal)), select: SELECT }),
    columns: {
      referenceNumber: ['enrolment_id'],
      status: ['enrolment_status'],
      ssgStatus: ['ssg_status'],
      unconfirmedSince: ['unconfirmed_since'],
      enrolledAt: ['enrolled_at'],
    },
  },
  Learner: {
    entityType: 'learner',
    table: 'learner',
    find: (prisma, principal, id) =>
      prisma.learner.findFirst({ where: both(id, principal, visibleLearners(principal)), select: SELECT }),
    columns: {
      name: ['name'],
      email: ['email'],
      phone: ['phone'],
      identifierType: ['id_type'],
      identifierMasked: ['nric_masked'],
    },
  },
};

/** The columns of a field, which may be named as in GraphQL or as in the database; null where the type has no such field. */
export function columnsOfField(type: ExplainedType, field: string): readonly string[] | null {
  if (Object.hasOwn(type.columns, field)) return type.columns[field] ?? null;
  const known = Object.values(type.columns).some((columns) => columns.includes(field));
  return known ? [field] : null;
}
