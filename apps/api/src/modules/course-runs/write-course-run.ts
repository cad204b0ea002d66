import type { CourseRunChange } from '@rollcall/domain/course-run/plan';
import type { PoolClient } from 'pg';
import { expectRows } from '../../persistence/transaction.js';

const INSERT = `
  INSERT INTO course_run (id, provider_id, course_id, course_run_id, class_status, start_date, end_date, mode_of_learning, mode_of_training_code,
    digital_attendance_id, course_vacancy_code, course_vacancy_description)
  VALUES ($1, $2, $3, $4, 'Pending', $5, $6, $7, $8, $9, $10, $11)`;

/** Only the columns that SSG owns (S0.22); never class status, class type or a trainer (S0.23). */
const UPDATE = `
  UPDATE course_run SET start_date = $3, end_date = $4, mode_of_learning = $5, mode_of_training_code = $6, digital_attendance_id = $7,
    course_vacancy_code = $8, course_vacancy_description = $9, version = version + 1, updated_at = now()
  WHERE id = $1 AND version = $2`;

/** Creates the run as Pending (S0.21) or updates SSG's columns of it. Throws `StaleStateError` when the row moved on. */
export async function writeCourseRun(
  transaction: PoolClient,
  change: CourseRunChange,
  row: { id: string; providerId: string; courseId: string },
): Promise<void> {
  const after = change.after;
  const columns = [
    after.startDate,
    after.endDate,
    after.modeOfLearning,
    after.modeOfTrainingCode,
    after.digitalAttendanceId,
    after.courseVacancyCode,
    after.courseVacancyDescription,
  ];
  if (change.target === null) {
    await transaction.query({
      name: 'insert-course-run',
      text: INSERT,
      values: [row.id, row.providerId, row.courseId, change.key, ...columns],
    });
    return;
  }
  const result = await transaction.query({
    name: 'update-course-run',
    text: UPDATE,
    values: [change.target.id, change.target.version, ...columns],
  });
  expectRows(`Course run ${change.key}`, result, 1);
}
