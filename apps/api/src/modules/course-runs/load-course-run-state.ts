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
 * Reference numbers, identifiers and e-mails are looked up one probe of a key each. A plain `= ANY` leaves the choice to
 * statistics that a young table does not have yet, and the database then walks the whole provider for every run.
 */
const STATE = `
  WITH run AS (
    SELECT ${LOCAL_COURSE_RUN_COLUMNS} FROM course_run AS run WHERE run.provider_id = $1 AND run.course_run_id = $2
  ), enrolment AS (
    SELECT ${ENROLMENT_COLUMNS} FROM enrollment AS enrolment WHERE enrolment.course_run_id = (SELECT id FROM run)
    UNION ALL
    SELECT elsewhere.* FROM unnest($3::text[]) AS wanted (reference)
      CROSS JOIN LATERAL (SELECT ${ENROLMENT_COLUMNS} FROM enrollment AS enrolment
        WHERE enrolment.provider_id = $1 AND enrolment.enrolment_id = wanted.reference LIMIT 1) AS elsewhere
    WHERE elsewhere."courseRunId" IS DISTINCT FROM (SELECT id FROM run)
  ), learner AS (
    SELECT ${LEARNER_COLUMNS} FROM learner WHERE learner.id = ANY (ARRAY(SELECT "learnerId" FROM enrolment))
    UNION
    SELECT known.* FROM unnest($4::text[]) AS wanted (hash)
      CROSS JOIN LATERAL (SELECT ${LEARNER_COLUMNS} FROM learner WHERE learner.provider_id = $1 AND learner.nric_hmac = wanted.hash LIMIT 1) AS known
    UNION
    SELECT known.* FROM unnest($5::text[]) AS wanted (email)
      CROSS JOIN LATERAL (SELECT ${LEARNER_COLUMNS} FROM learner WHERE learner.provider_id = $1 AND learner.email = wanted.email OFFSET 0) AS known
  )
  SELECT (SELECT row_to_json(run) FROM run) AS "courseRun",
    coalesce((SELECT json_agg(enrolment) FROM enrolment), '[]') AS enrolments,
    coalesce((SELECT json_agg(learner) FROM learner), '[]') AS learners`;

/**
 * The local rows that concern one SSG run: the run, its enrolments and those elsewhere with SSG's reference numbers, and
 * every learner SSG's trainees may be. One statement, however many enrolments.
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
