import type { LocalCourseRun } from '@rollcall/domain/course-run/course-run';
import type { TrainerFacts } from '@rollcall/domain/trainer/plan';
import type { LocalRunTrainer, SsgTrainer, TrainerUser } from '@rollcall/domain/trainer/trainer';
import { normaliseName, parseTrainerEmails, parseTrainerNames } from '@rollcall/domain/trainer/trainer-lists';
import type { Pool, PoolClient } from 'pg';
import { LOCAL_COURSE_RUN_COLUMNS } from '../course-runs/load-course-run-state.js';

/** A run with its local trainers and its course's lists: what is known before SSG is asked. */
export type RunWithTrainers = Pick<TrainerFacts, 'courseRun' | 'runTrainers' | 'declinedTrainerIds' | 'course'>;

/** What the trainer planner needs of some runs, SSG's trainers aside. */
export interface LocalTrainerFacts {
  /** By SSG run id. */
  runs: ReadonlyMap<string, RunWithTrainers>;
  /** Users whom the trainer lists of the runs' courses may mean. */
  users: readonly TrainerUser[];
}

const RUNS_WITH_TRAINERS = `
  SELECT ${LOCAL_COURSE_RUN_COLUMNS}, course.trainers_email_list AS "trainersEmailList", course.trainers_list AS "trainersList",
    coalesce((SELECT jsonb_agg(jsonb_build_object('trainerId', entry.trainer_id, 'name', entry.trainer_name, 'email', entry.trainer_email,
        'role', entry.role, 'position', entry.position) ORDER BY entry.position, entry.id)
      FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id), '[]') AS "runTrainers",
    ARRAY(SELECT decline.trainer_id::text FROM course_run_trainer_decline AS decline WHERE decline.course_run_id = run.id ORDER BY decline.trainer_id) AS "declinedTrainerIds"
  FROM course_run AS run JOIN course ON course.id = run.course_id
  WHERE run.provider_id = $1 AND run.course_run_id = ANY ($2)`;

const USERS = `
  SELECT app_user.id, app_user.name, app_user.email, app_user.name_normalised AS "nameNormalised", app_user.active,
    EXISTS (SELECT 1 FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = $1 AND user_role.role = 'trainer') AS "isTrainer"
  FROM app_user
  WHERE (app_user.email = ANY ($2) OR app_user.name_normalised = ANY ($3))
    AND EXISTS (SELECT 1 FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = $1)
  ORDER BY app_user.id`;

/** Runs with their junction rows, their courses' trainer lists and the users these lists may mean: two statements, however many runs. */
export async function loadTrainerFacts(
  pool: Pool | PoolClient,
  providerId: string,
  ssgRunIds: readonly string[],
): Promise<LocalTrainerFacts> {
  const { rows } = await pool.query<
    LocalCourseRun & TrainerFacts['course'] & Pick<TrainerFacts, 'declinedTrainerIds'> & { runTrainers: LocalRunTrainer[] }
  >({
    name: 'load-runs-with-trainers',
    text: RUNS_WITH_TRAINERS,
    values: [providerId, ssgRunIds],
  });
  const runs = rows.map(({ trainersEmailList, trainersList, runTrainers, declinedTrainerIds, ...courseRun }) => {
    return { courseRun, runTrainers, declinedTrainerIds, course: { trainersEmailList, trainersList } };
  });
  return {
    runs: new Map(runs.map((run) => [run.courseRun.ssgRunId, run])),
    users: await loadListedUsers(
      pool,
      providerId,
      runs.map((run) => run.course),
    ),
  };
}

/** Every user of the provider whom the courses' lists may mean, trainers or not: the planner says why one is passed over. */
export async function loadListedUsers(
  pool: Pool | PoolClient,
  providerId: string,
  courses: readonly TrainerFacts['course'][],
): Promise<TrainerUser[]> {
  const emails = courses.flatMap((course) => parseTrainerEmails(course.trainersEmailList));
  const names = courses.flatMap((course) => parseTrainerNames(course.trainersList).map(normaliseName));
  return findUsers(pool, providerId, emails, names);
}

/** `known`, and the users whom SSG's trainers of one run may mean. No statement where SSG links nobody. */
export async function withSsgUsers(
  pool: Pool | PoolClient,
  providerId: string,
  known: readonly TrainerUser[],
  ssgTrainers: readonly SsgTrainer[],
): Promise<readonly TrainerUser[]> {
  const emails = ssgTrainers.flatMap((trainer) => trainer.email ?? []);
  const found = await findUsers(pool, providerId, emails, []);
  return [...known, ...found.filter(({ id }) => known.every((user) => user.id !== id))];
}

async function findUsers(pool: Pool | PoolClient, providerId: string, emails: string[], names: string[]): Promise<TrainerUser[]> {
  if (emails.length === 0 && names.length === 0) return [];
  const values = [providerId, [...new Set(emails)], [...new Set(names)]];
  return (await pool.query<TrainerUser>({ name: 'find-trainer-users', text: USERS, values })).rows;
}
