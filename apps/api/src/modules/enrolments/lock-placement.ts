import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { TargetRun } from '@rollcall/domain/enrolment/admin-act';
import type { PlacementFacts } from '@rollcall/domain/enrolment/decide-reassignment';
import type { Action } from '@rollcall/domain/permission/actions';
import type { PoolClient } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { StaleStateError } from '../../persistence/transaction.js';
import type { EnrolmentAct } from './act-on-enrolments.js';
import { type LockedEnrolment, lockEnrolments } from './lock-enrolments.js';

/** A learner's enrolment and the run they are wanted in; nobody else writes either until the transaction ends. */
export interface Placement extends PlacementFacts {
  enrolment: LockedEnrolment;
}

export interface WantedPlacement extends EnrolmentAct {
  permission: Action;
  /** Row id; null: the run that the enrolment is in. */
  courseRunId: string | null;
}

/** The run before the enrolments, as a sync locks them: whoever cancels the class meanwhile waits. */
const LOCK_RUN = `
  SELECT FROM course_run WHERE id = coalesce($2::uuid, (SELECT course_run_id FROM enrollment WHERE id = $1)) FOR SHARE`;

/** The enrolment itself, and the learner's row in the run. */
const ROWS = `
  SELECT enrolment.id AS "enrolmentId", run.id AS "courseRunId", other.id AS "otherId"
  FROM enrollment AS enrolment
    LEFT JOIN course_run AS run ON run.id = coalesce($2::uuid, enrolment.course_run_id) AND run.provider_id = enrolment.provider_id
    LEFT JOIN enrollment AS other ON other.course_run_id = run.id AND other.learner_id = enrolment.learner_id AND other.id <> enrolment.id
  WHERE enrolment.id = $1`;

const TARGET = `
  SELECT run.id, run.course_run_id AS "ssgRunId", run.course_id AS "courseId", course.course_code AS "courseCode",
    run.class_status AS "classStatus", run.lifecycle, run.archived_at IS NOT NULL AS "isArchived", run.end_date::text AS "endDate",
    provider.time_zone AS "timeZone"
  FROM course_run AS run JOIN course ON course.id = run.course_id JOIN training_provider AS provider ON provider.id = run.provider_id
  WHERE run.id = $1`;

/**
 * Locks and reads what moving a learner is decided by, in five statements, and asks whether the caller may. Throws
 * `ActRefusal` where they may not or there is no such enrolment or run; `StaleStateError` where somebody moved the learner
 * meanwhile.
 */
export async function lockPlacement(transaction: PoolClient, wanted: WantedPlacement, now: number): Promise<Placement> {
  const { by, permission, enrolmentId, courseRunId } = wanted;
  const enrolmentPath = ['input', 'enrolmentId'];
  await transaction.query(LOCK_RUN, [enrolmentId, courseRunId]);
  const { rows } = await transaction.query<{ enrolmentId: string; courseRunId: string | null; otherId: string | null }>(ROWS, [
    enrolmentId,
    courseRunId,
  ]);
  const [found] = rows;
  if (!found) throw notFound('enrolment', enrolmentPath);
  const locked = await lockEnrolments(transaction, [found.enrolmentId, ...(found.otherId === null ? [] : [found.otherId])]);
  const enrolment = locked.get(found.enrolmentId);
  if (!enrolment) throw notFound('enrolment', enrolmentPath);
  requireMay(by, permission, { providerId: enrolment.providerId }, 'enrolment', enrolmentPath);
  if (found.courseRunId === null) throw notFound('course run', ['input', 'courseRunId']);
  const other = found.otherId === null ? null : (locked.get(found.otherId) ?? null);
  const movedMeanwhile =
    (courseRunId === null && enrolment.courseRunId !== found.courseRunId) ||
    (other !== null && other.courseRunId !== found.courseRunId);
  if (movedMeanwhile) throw new StaleStateError('The enrolment');
  const { timeZone, ...target } = await readTarget(transaction, found.courseRunId);
  return { enrolment, other, target, today: todayIn(timeZone, now) };
}

async function readTarget(transaction: PoolClient, courseRunId: string): Promise<TargetRun & { timeZone: string }> {
  const { rows } = await transaction.query<TargetRun & { timeZone: string }>(TARGET, [courseRunId]);
  const [target] = rows;
  if (!target) throw new StaleStateError('The course run');
  return target;
}
