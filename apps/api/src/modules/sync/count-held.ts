import { RULES } from '@rollcall/domain/change/rules';
import type { ApprovalCounts, ApprovalSample } from '../../workflow/step-handler.js';
import { type HeldSample, INACTIVE_STATUSES, LIVE_STATUSES } from './held-back.js';
import type { SyncContext } from './sync-context.js';

/** What a batch takes away in all. */
export interface HeldTotals extends ApprovalCounts {
  /** Lines that wait for the gate. */
  lines: number;
}

/** Statuses of lines whose run this batch has read, or knows to be unchanged: both modes are measured by the same window. */
const JUDGED = ['success', 'unchanged', 'held', 'no_enrolments'];

/**
 * Cancellations that wait, and those that the batch has written already: what is let through piece by piece counts as one.
 * `touched` are the enrolments here of all runs that the batch has judged: on a quiet incremental night one cancellation would
 * else be a large share of the few enrolments read.
 */
const TOTALS = `
  SELECT held.lines, held.cancels + written.cancels AS cancels, held.removals, touched.enrolments AS touched
  FROM (
    SELECT count(*)::int AS lines, coalesce(sum((decisions #>> '{held,cancels}')::int), 0)::int AS cancels,
      coalesce(sum((decisions #>> '{held,removals}')::int), 0)::int AS removals
    FROM upcoming_course_runs_log WHERE batch_id = $1 AND status = 'held'
  ) AS held, (
    SELECT count(*)::int AS cancels FROM change_set JOIN change ON change.change_set_id = change_set.id
    WHERE change_set.batch_id = $1 AND change_set.phase = 'sync' AND change.entity_type = 'enrolment' AND change.field = 'enrolment_status'
      AND change.before #>> '{}' = ANY ($2) AND change.after #>> '{}' = ANY ($3)
  ) AS written, (
    SELECT count(*)::int AS enrolments
    FROM upcoming_course_runs_log AS line JOIN course_run AS run ON run.provider_id = line.provider_id AND run.course_run_id = line.course_run_id
      JOIN enrollment ON enrollment.course_run_id = run.id
    WHERE line.batch_id = $1 AND line.status = ANY ($4)
  ) AS touched`;

const SAMPLES = `
  SELECT line.course_run_id AS "ssgRunId", sample.value AS sample
  FROM upcoming_course_runs_log AS line CROSS JOIN LATERAL jsonb_array_elements(line.decisions #> '{held,samples}') AS sample
  WHERE line.batch_id = $1 AND line.status = 'held'
  ORDER BY line.ssg_start_date NULLS LAST, line.course_run_id, sample.value ->> 'reference' LIMIT $2`;

/** What the gate has to judge. One statement. */
export async function countHeld({ deps, batch }: Pick<SyncContext, 'deps' | 'batch'>): Promise<HeldTotals> {
  const values = [batch.id, LIVE_STATUSES, INACTIVE_STATUSES, JUDGED];
  const { rows } = await deps.database.relaxedPool.query<HeldTotals>(TOTALS, values);
  return rows[0] ?? { lines: 0, cancels: 0, removals: 0, touched: 0 };
}

/** Examples of what waits, those of the soonest runs first. */
export async function sampleHeld({ deps, batch }: Pick<SyncContext, 'deps' | 'batch'>, most: number): Promise<ApprovalSample[]> {
  const { rows } = await deps.database.relaxedPool.query<{ ssgRunId: string; sample: HeldSample }>(SAMPLES, [batch.id, most]);
  return rows.map(({ ssgRunId, sample: { reference, before, after, rule } }) => ({
    entity: 'enrolment',
    key: `${ssgRunId} ${reference}`,
    before,
    after,
    reason: `${rule}: ${RULES[rule]}`,
  }));
}
