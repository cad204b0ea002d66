import type { CourseRunState } from '@rollcall/domain/course-run/plan';
import type { SsgEnrolment } from '@rollcall/domain/enrolment/enrolment';
import type { Pool, PoolClient } from 'pg';

export const LOCAL_COURSE_RUN_COLUMNS = `run.id, run.version, run.course_run_id AS "ssgRunId", run.class_status AS "classStatus", run.class_type AS "classType",
  run.lifecycle, run.start_date::text AS "startDate", run.end_date::text AS "endDate", run.mode_of_learning AS "modeOfLearning",
  run.mode_of_training_code AS "modeOfTrainingCode", run.digital_attendance_id AS "digitalAttendanceId",
  run.course_vacancy_code AS "courseVacancyCode", run.course_vacancy_description AS "courseVacancyDescription",
  run.assigned_trainer_id AS "assignedTrainerId", run.assigned_trainer_name AS "assignedTrainerName",
  run.assigned_trainer_email AS "assignedTrainerEmail", run.assignment_source AS "assignmentSource",
  run.tpg_assigned_trainer_name AS "tpgAssignedTrainerName", run.tpg_assigned_trainer_email AS "tpgAssignedTrainerEmail"`;

const ENROLMENT_COLUMNS = `enrolment.id, enrolment.version, enrolment.learner_id AS "learnerId", enrolment.course_run_id AS "courseRunId",
  enrolment.enrolment_id AS "referenceNumber", enrolment.enrolment_status AS status, enrolment.ssg_status AS "ssgStatus",
  enrolment.raw_data_hash AS "rawDataHash", enrolment.unconfirmed_since IS NOT NULL AS "unconfirmedBySsg"`;

const LEARNER_COLUMNS = `learner.id, learner.nric_hmac AS "identifierHash", learner.name, learner.email`;

/**
 * Whether an admin put a row in its run, which the newest change of the column says, and SSG has not had it there since,
 * which its payload would say (S0.19).
 */
const placedByAdmin = (id: string): string => `
  (coalesce((SELECT change.owner = 'admin' FROM change
      WHERE change.entity_id = ${id} AND change.field = 'course_run_id' ORDER BY change.id DESC LIMIT 1), false)
    AND EXISTS (SELECT FROM enrollment AS placed JOIN course_run AS own ON own.id = placed.course_run_id
      WHERE placed.id = ${id} AND placed.raw_data #>> '{enrolment,course,run,id}' IS DISTINCT FROM own.course_run_id))`;

/** Whether an admin took a row out of the run that is planned, now or before. */
const takenOutByAdmin = (id: string): string => `
  EXISTS (SELECT FROM change WHERE change.entity_id = ${id} AND change.field = 'course_run_id' AND change.owner = 'admin'
    AND change.before = (SELECT to_jsonb(id::text) FROM run))`;

/**
 * Reference numbers, identifiers and e-mails are looked up one probe of a key each. A plain `= ANY` leaves the choice to
 * statistics that a young table does not have yet, and the database then walks the whole provider for every run. Who was moved
 * out of the run is looked for among those without a row in it, who are few.
 */
const STATE = `
  WITH run AS (
    SELECT ${LOCAL_COURSE_RUN_COLUMNS} FROM course_run AS run WHERE run.provider_id = $1 AND run.course_run_id = $2
  ), here AS (
    SELECT ${ENROLMENT_COLUMNS}, false AS "placedByAdmin" FROM enrollment AS enrolment WHERE enrolment.course_run_id = (SELECT id FROM run)
  ), known AS (
    SELECT found.* FROM unnest($4::text[]) AS wanted (hash)
      CROSS JOIN LATERAL (SELECT ${LEARNER_COLUMNS} FROM learner WHERE learner.provider_id = $1 AND learner.nric_hmac = wanted.hash LIMIT 1) AS found
    UNION
    SELECT found.* FROM unnest($5::text[]) AS wanted (email)
      CROSS JOIN LATERAL (SELECT ${LEARNER_COLUMNS} FROM learner WHERE learner.provider_id = $1 AND learner.email = wanted.email OFFSET 0) AS found
  ), decided AS (
    SELECT found.* FROM unnest($3::text[]) AS wanted (reference)
      CROSS JOIN LATERAL (SELECT review.enrolment_id AS "referenceNumber", review.decided_learner_id AS "learnerId" FROM learner_review AS review
        WHERE review.provider_id = $1 AND review.enrolment_id = wanted.reference AND review.decided_learner_id IS NOT NULL LIMIT 1) AS found
  ), enrolment AS (
    SELECT * FROM here
    UNION ALL (
      SELECT elsewhere.*, ${placedByAdmin('elsewhere.id')} FROM unnest($3::text[]) AS wanted (reference)
        CROSS JOIN LATERAL (SELECT ${ENROLMENT_COLUMNS} FROM enrollment AS enrolment
          WHERE enrolment.provider_id = $1 AND enrolment.enrolment_id = wanted.reference LIMIT 1) AS elsewhere
      WHERE elsewhere."courseRunId" IS DISTINCT FROM (SELECT id FROM run)
      UNION
      SELECT moved.*, true FROM (SELECT id FROM known UNION SELECT "learnerId" FROM decided EXCEPT SELECT "learnerId" FROM here) AS absent
        CROSS JOIN LATERAL (SELECT ${ENROLMENT_COLUMNS} FROM enrollment AS enrolment WHERE enrolment.learner_id = absent.id OFFSET 0) AS moved
      WHERE ${takenOutByAdmin('moved.id')} AND ${placedByAdmin('moved.id')}
    )
  ), learner AS (
    SELECT ${LEARNER_COLUMNS} FROM learner WHERE learner.id = ANY (ARRAY(SELECT "learnerId" FROM enrolment UNION SELECT "learnerId" FROM decided))
    UNION
    SELECT * FROM known
  )
  SELECT (SELECT row_to_json(run) FROM run) AS "courseRun",
    coalesce((SELECT json_agg(enrolment) FROM enrolment), '[]') AS enrolments,
    coalesce((SELECT json_agg(learner) FROM learner), '[]') AS learners,
    coalesce((SELECT json_agg(decided) FROM decided), '[]') AS "decidedLearners"`;

/**
 * The local rows that concern one SSG run: the run, its enrolments, those elsewhere with SSG's reference numbers or moved
 * out of the run by an admin, every learner SSG's trainees may be, and whom people named in reviews. One statement, however
 * many enrolments.
 */
export async function loadCourseRunState(
  db: Pool | PoolClient,
  providerId: string,
  ssgRunId: string,
  enrolments: readonly SsgEnrolment[],
): Promise<CourseRunState> {
  const { rows } = await db.query<CourseRunState>({
    name: 'load-course-run-state',
    text: STATE,
    values: [
      providerId,
      ssgRunId,
      enrolments.map(({ referenceNumber }) => referenceNumber),
      enrolments.flatMap(({ trainee }) => trainee.identifierHash ?? []),
      enrolments.flatMap(({ trainee }) => trainee.email ?? []),
    ],
  });
  return rows[0] ?? { courseRun: null, enrolments: [], learners: [] };
}
