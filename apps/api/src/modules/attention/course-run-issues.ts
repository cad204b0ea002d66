import { lookBackFrom } from '@rollcall/domain/activation/plan-activation';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isLive } from '@rollcall/domain/enrolment/status';
import type { AttentionKind } from './attention.js';

/** What can be wrong with one course run, the most urgent first: the kinds of attention that are about runs. */
export const COURSE_RUN_ISSUES = [
  'run_without_trainer',
  'trainer_list_exhausted',
  'ambiguous_trainer',
  'sync_error',
  'activated_pending',
  'activated_empty',
  'missed_window',
  'trainer_drift',
  'learner_review',
  'enrolment_unconfirmed',
] as const satisfies AttentionKind[];
export type CourseRunIssue = (typeof COURSE_RUN_ISSUES)[number];

/** Those that a course's trainer list tells: the domain reads it, and SQL does not (`trainer-list-issues.ts`). */
export const TRAINER_LIST_ISSUES = ['trainer_list_exhausted', 'ambiguous_trainer'] as const satisfies CourseRunIssue[];
export type TrainerListIssue = (typeof TRAINER_LIST_ISSUES)[number];
export const isTrainerListIssue = (issue: CourseRunIssue): issue is TrainerListIssue =>
  TRAINER_LIST_ISSUES.some((known) => known === issue);

type SqlIssue = Exclude<CourseRunIssue, TrainerListIssue>;
const SQL_ISSUES = COURSE_RUN_ISSUES.filter((issue): issue is SqlIssue => !isTrainerListIssue(issue));

/** Days ahead in which a run without a trainer is urgent. */
const TRAINER_DAYS = 7;

const SOME_DAY = '2000-02-01';
/** Days after which a class that never began is told of no more. */
const LOOK_BACK_DAYS = (Date.parse(SOME_DAY) - Date.parse(lookBackFrom(SOME_DAY))) / 86_400_000;

const LIVE = `(${ENROLMENT_STATUSES.filter(isLive)
  .map((status) => `'${status}'`)
  .join(', ')})`;

/** A run that is to take place, takes place, or was to until not long ago. */
export const STANDING_RUN = `run.class_status <> 'Cancelled' AND run.archived_at IS NULL AND run.lifecycle NOT IN ('Completed', 'Cancelled')
  AND run.end_date >= clock.today - ${LOOK_BACK_DAYS}`;

/**
 * Who teaches a run, as columns of `judged`. Somebody who only assesses does not teach (X26): a run with nobody else has no
 * trainer.
 */
export const JUDGED_TRAINERS = `
  CROSS JOIN LATERAL (SELECT array_agg(lower(entry.trainer_email)) AS emails FROM course_run_trainer AS entry
    WHERE entry.course_run_id = run.id AND entry.role = 'trainer') AS linked
  CROSS JOIN LATERAL (SELECT linked.emails, linked.emails IS NULL AND run.assigned_trainer_id IS NULL AS nobody) AS judged`;

/**
 * When a run has an issue, as SQL over `run` (a row of `course_run`), `judged` (`JUDGED_TRAINERS`) and `clock.today`, the day
 * at its provider. Drift is told where SSG's trainer is none of the local ones, or not the assigned one where nobody is
 * linked locally (bug 12).
 */
export const RUN_CONDITIONS = {
  run_without_trainer: `run.end_date >= clock.today AND judged.nobody AND run.start_date <= clock.today + ${TRAINER_DAYS}`,
  activated_pending: `run.end_date >= clock.today AND run.lifecycle = 'Active' AND run.activated_at IS NOT NULL AND run.class_status = 'Pending'`,
  activated_empty: `run.end_date >= clock.today AND run.lifecycle = 'Active' AND run.activated_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM enrollment WHERE enrollment.course_run_id = run.id AND enrollment.enrolment_status IN ${LIVE})`,
  missed_window: `run.end_date < clock.today AND run.lifecycle = 'Scheduled'`,
  trainer_drift: `run.end_date >= clock.today AND NOT judged.nobody AND run.tpg_assigned_trainer_email IS NOT NULL
    AND NOT lower(run.tpg_assigned_trainer_email) = ANY (coalesce(judged.emails, ARRAY[lower(run.assigned_trainer_email)]))`,
} satisfies Partial<Record<SqlIssue, string>>;

/** The same for what the sync leaves behind, which concerns cancelled runs too; `last_batch` names the last batch about all runs. */
const SYNC_CONDITIONS = {
  sync_error: `EXISTS (SELECT FROM upcoming_course_runs_log AS line WHERE line.batch_id = last_batch.id AND line.course_run_id = run.course_run_id
    AND (line.status = 'error' OR line.trainer_outcome = 'error'))`,
  learner_review: `EXISTS (SELECT FROM learner_review AS review WHERE review.provider_id = run.provider_id AND review.status = 'open'
    AND review.course_run_id = run.course_run_id)`,
  enrolment_unconfirmed: `run.end_date >= clock.today AND EXISTS (SELECT FROM enrollment WHERE enrollment.course_run_id = run.id
    AND enrollment.unconfirmed_since IS NOT NULL AND enrollment.enrolment_status IN ${LIVE})`,
} satisfies Partial<Record<SqlIssue, string>>;

const conditionOf = (issue: SqlIssue): string =>
  issue in RUN_CONDITIONS
    ? `(${STANDING_RUN} AND ${RUN_CONDITIONS[issue as keyof typeof RUN_CONDITIONS]})`
    : `(${SYNC_CONDITIONS[issue as keyof typeof SYNC_CONDITIONS]})`;

/** The day at `provider` at the moment `$1`, in milliseconds since 1970. */
export const TODAY_AT_PROVIDER = '(to_timestamp($1::double precision / 1000) AT TIME ZONE provider.time_zone)::date';

/** What `conditionOf` speaks of; `$1` is the moment in milliseconds since 1970. */
const FROM = `
  course_run AS run
  JOIN training_provider AS provider ON provider.id = run.provider_id
  CROSS JOIN LATERAL (SELECT ${TODAY_AT_PROVIDER} AS today) AS clock
  LEFT JOIN (
    SELECT batch.id, owner.id AS provider_id FROM training_provider AS owner CROSS JOIN LATERAL (
      SELECT id FROM sync_batch WHERE sync_batch.provider_id = owner.id AND only_course_run_id IS NULL ORDER BY started_at DESC, id DESC LIMIT 1
    ) AS batch
  ) AS last_batch ON last_batch.provider_id = run.provider_id
  ${JUDGED_TRAINERS}`;

/** The issues of runs, those of trainer lists aside: `$2` their row ids. Gives `id, issues`. */
export const SELECT_ISSUES = `
  SELECT run.id, array_remove(ARRAY[${SQL_ISSUES.map((issue) => `CASE WHEN ${conditionOf(issue)} THEN '${issue}' END`).join(', ')}], NULL) AS issues
  FROM ${FROM} WHERE run.id = ANY ($2::uuid[])`;

/**
 * Row ids of the runs with at least one of some issues, of those that `reached` (SQL over `run`) lets through. Issues of trainer
 * lists are passed over.
 */
export const selectRunsWith = (issues: readonly CourseRunIssue[], reached: string): string => {
  const conditions = SQL_ISSUES.filter((issue) => issues.includes(issue)).map(conditionOf);
  return `SELECT run.id FROM ${FROM} WHERE ${reached} AND (${conditions.join(' OR ') || 'false'})`;
};
