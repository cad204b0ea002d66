import type { ClassStatus, ClassType, Lifecycle, RunTrainerColumns } from '@rollcall/domain/course-run/course-run';
import type { LinkedTrainer, TrainerDecline } from '@rollcall/domain/trainer/admin-trainers';
import type { PoolClient } from 'pg';

/** A run as an act works on it; nobody else writes it until the transaction ends. */
export interface LockedRun extends RunTrainerColumns {
  id: string;
  version: number;
  providerId: string;
  ssgRunId: string;
  classStatus: ClassStatus;
  classType: ClassType | null;
  lifecycle: Lifecycle;
  startDate: string;
  endDate: string;
  /** Enrolments that are neither inactive nor removed. */
  liveEnrolments: number;
  linked: LinkedTrainer[];
  declines: TrainerDecline[];
  course: { trainersEmailList: string | null; trainersList: string | null };
}

/** Always by id, so that two acts on several runs never wait for each other in a circle. */
const LOCK = 'SELECT FROM course_run WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE';

const READ = `
  SELECT run.id, run.version, run.provider_id AS "providerId", run.course_run_id AS "ssgRunId", run.class_status AS "classStatus",
    run.class_type AS "classType", run.lifecycle, run.start_date::text AS "startDate", run.end_date::text AS "endDate",
    run.assigned_trainer_id AS "assignedTrainerId", run.assigned_trainer_name AS "assignedTrainerName",
    run.assigned_trainer_email AS "assignedTrainerEmail", run.assignment_source AS "assignmentSource",
    run.tpg_assigned_trainer_name AS "tpgAssignedTrainerName", run.tpg_assigned_trainer_email AS "tpgAssignedTrainerEmail",
    (SELECT count(*)::int FROM enrollment WHERE enrollment.course_run_id = run.id
      AND enrollment.enrolment_status IN ('Active', 'Confirmed', 'Pending')) AS "liveEnrolments",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', entry.id, 'trainerId', entry.trainer_id, 'name', entry.trainer_name,
        'email', entry.trainer_email, 'role', entry.role, 'position', entry.position, 'source', entry.assignment_source)
        ORDER BY entry.position, entry.id)
      FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id), '[]') AS linked,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', decline.id, 'trainerId', decline.trainer_id, 'reason', decline.reason))
      FROM course_run_trainer_decline AS decline WHERE decline.course_run_id = run.id), '[]') AS declines,
    jsonb_build_object('trainersEmailList', course.trainers_email_list, 'trainersList', course.trainers_list) AS course
  FROM course_run AS run JOIN course ON course.id = run.course_id
  WHERE run.id = ANY ($1::uuid[])`;

/**
 * Locks runs and then reads them, by row id. Two statements, however many runs: one that waits for a lock and reads in the
 * same breath sees the other tables as they were before the wait.
 */
export async function lockRuns(transaction: PoolClient, courseRunIds: readonly string[]): Promise<Map<string, LockedRun>> {
  await transaction.query(LOCK, [courseRunIds]);
  const { rows } = await transaction.query<LockedRun>({ name: 'read-locked-runs', text: READ, values: [courseRunIds] });
  return new Map(rows.map((run) => [run.id, run]));
}
