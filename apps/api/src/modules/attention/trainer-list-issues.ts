import { compareText } from '@rollcall/domain/text/compare-text';
import { type NextTrainer, nextTrainer } from '@rollcall/domain/trainer/next-trainer';
import type { LocalRunTrainer, TrainerUser } from '@rollcall/domain/trainer/trainer';
import type { Pool } from 'pg';
import { createTrainerUserLoader } from '../trainers/trainer-user-loader.graphql.js';
import { JUDGED_TRAINERS, STANDING_RUN, type TrainerListIssue } from './course-run-issues.js';

/** A run with what its course's trainer list says of it. */
export interface TrainerListRun {
  id: string;
  ssgRunId: string;
  courseCode: string;
  /** `YYYY-MM-DD`. */
  startDate: string;
  issues: TrainerListIssue[];
}

/** A course with its upcoming runs that nobody teaches. */
interface UntaughtCourse {
  providerId: string;
  courseCode: string;
  trainersList: string | null;
  trainersEmailList: string | null;
  runs: { id: string; ssgRunId: string; startDate: string; linked: LocalRunTrainer[]; declinedTrainerIds: string[] }[];
}

/** The runs of the window of upcoming classes (S0.33) whose course has a trainer list that somebody has still to be taken from. */
const selectUntaught = (today: string, reached: string): string => `
  SELECT course.provider_id AS "providerId", course.course_code AS "courseCode", course.trainers_list AS "trainersList",
    course.trainers_email_list AS "trainersEmailList",
    jsonb_agg(jsonb_build_object('id', run.id, 'ssgRunId', run.course_run_id, 'startDate', run.start_date,
      'linked', coalesce((SELECT jsonb_agg(jsonb_build_object('trainerId', entry.trainer_id, 'name', entry.trainer_name,
          'email', entry.trainer_email, 'role', entry.role, 'position', entry.position) ORDER BY entry.position, entry.id)
        FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id), '[]'),
      'declinedTrainerIds', to_jsonb(ARRAY(SELECT decline.trainer_id FROM course_run_trainer_decline AS decline WHERE decline.course_run_id = run.id))
    )) AS runs
  FROM course_run AS run
  JOIN course ON course.id = run.course_id
  JOIN training_provider AS provider ON provider.id = run.provider_id
  CROSS JOIN LATERAL (SELECT ${today} AS today) AS clock
  ${JUDGED_TRAINERS}
  WHERE ${reached} AND run.start_date BETWEEN clock.today AND clock.today + provider.upcoming_classes_threshold_days
    AND ${STANDING_RUN} AND judged.nobody AND coalesce(course.trainers_list, course.trainers_email_list) IS NOT NULL
  GROUP BY course.id`;

/** Which runs are looked at. */
export interface TrainerListScope {
  /** For what is asked again and again: PostgreSQL keeps the plan under this name. */
  name?: string;
  /** The day at the run's provider, as SQL. */
  today: string;
  /** Which runs, as SQL over `run`. */
  reached: string;
  values: unknown[];
}

/**
 * The upcoming runs that nobody teaches and whose course's trainer list has nobody left to ask, or a name that more than one
 * user has, by first day. Lists are read by the domain, as Next Trainer is (S0.33, bug 9): by nothing that could come to another
 * conclusion. Two statements, the second only where there is a list to read.
 */
export async function findTrainerListIssues(
  pool: Pool,
  { name, today, reached, values }: TrainerListScope,
): Promise<TrainerListRun[]> {
  const text = selectUntaught(today, reached);
  const { rows: courses } = await pool.query<UntaughtCourse>({ ...(name && { name }), text, values });
  const usersOf = createTrainerUserLoader(pool);
  const found = await Promise.all(
    courses.map(async (course) => runsWithIssues(course, await usersOf(course.providerId, course))),
  );
  return found.flat().toSorted((one, other) => compareText(keyOf(one), keyOf(other)));
}

function runsWithIssues({ runs, ...course }: UntaughtCourse, users: readonly TrainerUser[]): TrainerListRun[] {
  // Of most runs nobody has said anything yet: they all have the list as it stands.
  const asItStands = issuesOf(nextTrainer({ ...course, assigned: [], declinedTrainerIds: [], users }));
  return runs.flatMap(({ linked, declinedTrainerIds, ...run }) => {
    const issues =
      linked.length + declinedTrainerIds.length === 0
        ? asItStands
        : issuesOf(nextTrainer({ ...course, assigned: linked, declinedTrainerIds, users }));
    return issues.length === 0 ? [] : [{ ...run, courseCode: course.courseCode, issues }];
  });
}

function issuesOf({ next, candidates }: NextTrainer): TrainerListIssue[] {
  return [
    ...(next === null && candidates.length > 0 ? (['trainer_list_exhausted'] as const) : []),
    ...(candidates.some(({ verdict }) => verdict === 'ambiguous') ? (['ambiguous_trainer'] as const) : []),
  ];
}

const keyOf = ({ startDate, id }: TrainerListRun): string => `${startDate} ${id}`;
