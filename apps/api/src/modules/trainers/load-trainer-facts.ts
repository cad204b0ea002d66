import type { LocalCourseRun } from '@rollcall/domain/course-run/course-run';
import type { TrainerFacts } from '@rollcall/domain/trainer/plan';
import type { LocalRunTrainer, SsgTrainer, TrainerUser } from '@rollcall/domain/trainer/trainer';
import { normaliseName, parseTrainerEmails, parseTrainerNames } from '@rollcall/domain/trainer/trainer-lists';
import type { Pool } from 'pg';
import { LOCAL_COURSE_RUN_COLUMNS } from '../course-runs/load-course-run-state.js';

/** A run with its local trainers and its course's lists: what is known before SSG is asked. */
export type RunWithTrainers = Pick<TrainerFacts, 'courseRun' | 'runTrainers' | 'course'>;

const RUN_WITH_TRAINERS = `
  SELECT ${LOCAL_COURSE_RUN_COLUMNS}, course.trainers_email_list AS "trainersEmailList", course.trainers_list AS "trainersList",
    coalesce((SELECT jsonb_agg(jsonb_build_object('trainerId', entry.trainer_id, 'name', entry.trainer_name, 'email', entry.trainer_email,
        'role', entry.role, 'position', entry.position) ORDER BY entry.position, entry.id)
      FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id), '[]') AS "runTrainers"
  FROM course_run AS run JOIN course ON course.id = run.course_id
  WHERE run.provider_id = $1 AND run.course_run_id = $2`;

const USERS = `
  SELECT app_user.id, app_user.name, app_user.email, app_user.name_normalised AS "nameNormalised", app_user.active,
    EXISTS (SELECT 1 FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = $1 AND user_role.role = 'trainer') AS "isTrainer"
  FROM app_user
  WHERE (app_user.email = ANY ($2) OR app_user.name_normalised = ANY ($3))
    AND EXISTS (SELECT 1 FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = $1)
  ORDER BY app_user.id`;

/** The run, its junction rows and its course's trainer lists; null where the run is not here. */
export async function loadRunWithTrainers(pool: Pool, providerId: string, ssgRunId: string): Promise<RunWithTrainers | null> {
  const { rows } = await pool.query<LocalCourseRun & TrainerFacts['course'] & { runTrainers: LocalRunTrainer[] }>({
    name: 'load-run-with-trainers',
    text: RUN_WITH_TRAINERS,
    values: [providerId, ssgRunId],
  });
  const row = rows[0];
  if (!row) return null;
  const { trainersEmailList, trainersList, runTrainers, ...courseRun } = row;
  return { courseRun, runTrainers, course: { trainersEmailList, trainersList } };
}

/** Every user of the provider whom SSG's trainers or the course's lists may mean, trainers or not: the planner says why one is passed over. */
export async function loadTrainerUsers(
  pool: Pool,
  providerId: string,
  ssgTrainers: readonly SsgTrainer[],
  course: TrainerFacts['course'],
): Promise<TrainerUser[]> {
  const emails = [...ssgTrainers.flatMap((trainer) => trainer.email ?? []), ...parseTrainerEmails(course.trainersEmailList)];
  const names = parseTrainerNames(course.trainersList).map(normaliseName);
  if (emails.length === 0 && names.length === 0) return [];
  const { rows } = await pool.query<TrainerUser>({
    name: 'load-trainer-users',
    text: USERS,
    values: [providerId, emails, names],
  });
  return rows;
}
