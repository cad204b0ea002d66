import type { Skip } from '@rollcall/domain/change/change';
import { decideReread, type EnrolmentUpdates, type RereadDecision } from '@rollcall/domain/sync/decide-reread';
import { decideSyncWindow } from '@rollcall/domain/sync/update-window';
import { BatchLostError } from '../batch-row.js';
import type { SyncContext } from '../sync-context.js';
import { findLastCompleteSync } from './last-complete-sync.js';
import { loadRereadFacts, type PendingFacts } from './load-reread-facts.js';
import { readUpdatedEnrolments } from './read-updated-enrolments.js';

const SLICE = 1000;

/** Before every line id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The owner's token is checked in the same statement, as for every other write of a batch (bug 23). */
const MARK = `
  UPDATE upcoming_course_runs_log AS line SET status = 'unchanged', touched = row.touched, processed_at = now(),
    decisions = jsonb_build_object('skips', jsonb_build_array(row.skip), 'notices', '[]'::jsonb)
  FROM jsonb_to_recordset($3::jsonb) AS row ("lineId" uuid, touched boolean, skip jsonb), sync_batch AS batch
  WHERE line.id = row."lineId" AND line.status = 'pending' AND batch.id = $1 AND line.batch_id = batch.id AND batch.owner_token = $2 AND batch.status = 'running'`;

export type MarkedRuns =
  | { kind: 'incremental'; unchanged: number; toRead: number; reason: string }
  | { kind: 'full'; reason: string };

/**
 * The incremental mode (bug 61): after discovery, turns the pending lines of runs about which nothing changed into
 * `unchanged` ones, with the reason on the line; what stays pending is read as in a full sync. An unchanged run that has no
 * trainer is touched, so that the trainer pass asks SSG as every night (S0.25, S0.32).
 *
 * SSG is asked for its updates to the end before the first line is marked. Repeatable: lines that are marked stay marked.
 * Two statements per thousand lines. Throws `SsgError` where SSG cannot tell, `BatchLostError` where the batch has another owner.
 */
export async function markUnchangedRuns(context: SyncContext): Promise<MarkedRuns> {
  const { deps, batch } = context;
  const lastSuccessAt = await findLastCompleteSync(deps.database.relaxedPool, batch);
  const window = decideSyncWindow({ lastSuccessAt, now: deps.now() });
  if (window.kind === 'full' || lastSuccessAt === null) return { kind: 'full', reason: window.reason };
  const updates = await readUpdatedEnrolments(context, window);
  const rules = await markLines(context, lastSuccessAt, updates);
  const { unchanged, toRead } = await countLines(context);
  deps.log.info(
    { event: 'incremental_sync_decided', batch: batch.runId, unchanged, toRead, rules },
    'runs to read again are known',
  );
  return { kind: 'incremental', unchanged, toRead, reason: `${window.reason} ${toRead} of ${unchanged + toRead} runs are read.` };
}

/** Decides line by line, writes slice by slice, and counts the rules that decided. */
async function markLines(
  context: SyncContext,
  watermark: number,
  updates: ReadonlyMap<string, EnrolmentUpdates>,
): Promise<Partial<Record<RereadDecision['rule'], number>>> {
  const { deps, batch, provider, signal } = context;
  const rules: Partial<Record<RereadDecision['rule'], number>> = {};
  const slice = { batchId: batch.id, limit: SLICE, refreshTpgTrainers: provider.refreshTpgTrainers, watermark };
  for (let after = FIRST; ; ) {
    signal.throwIfAborted();
    const lines = await loadRereadFacts(deps.database.relaxedPool, { ...slice, after });
    const decided = lines.map((line) => {
      const decision = decideReread({ ...line, updates: updates.get(line.ssgRunId) ?? null });
      rules[decision.rule] = (rules[decision.rule] ?? 0) + 1;
      return { line, decision };
    });
    await mark(
      context,
      decided.filter(({ decision }) => !decision.read),
    );
    const last = lines.at(-1);
    if (last === undefined || lines.length < SLICE) return rules;
    after = last.lineId;
  }
}

async function mark(
  { deps, batch }: SyncContext,
  unchanged: readonly { line: PendingFacts; decision: RereadDecision }[],
): Promise<void> {
  if (unchanged.length === 0) return;
  const rows = unchanged.map(({ line, decision: { rule, reason } }) => {
    const skip: Skip = { key: line.ssgRunId, rule, reason };
    return { lineId: line.lineId, touched: line.wantsTrainer && line.lastReading?.gateWasOpen === true, skip };
  });
  const values = [batch.id, batch.ownerToken, JSON.stringify(rows)];
  const { rowCount } = await deps.database.relaxedPool.query({ name: 'mark-unchanged-runs', text: MARK, values });
  if (rowCount !== rows.length) throw new BatchLostError(batch.runId);
}

async function countLines({ deps, batch }: SyncContext): Promise<{ unchanged: number; toRead: number }> {
  const { rows } = await deps.database.relaxedPool.query<{ unchanged: number; toRead: number }>(
    `SELECT (count(*) FILTER (WHERE status = 'unchanged'))::int AS unchanged, (count(*) FILTER (WHERE status = 'pending'))::int AS "toRead"
     FROM upcoming_course_runs_log WHERE batch_id = $1`,
    [batch.id],
  );
  return rows[0] ?? { unchanged: 0, toRead: 0 };
}
