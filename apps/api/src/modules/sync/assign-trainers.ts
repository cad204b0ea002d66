import { RULES, type RuleId } from '@rollcall/domain/change/rules';
import type { TrainerPlan } from '@rollcall/domain/trainer/plan';
import { planTrainers } from '@rollcall/domain/trainer/plan-trainers';
import type { SsgTrainer } from '@rollcall/domain/trainer/trainer';
import pMap from 'p-map';
import { retryWhenStale } from '../../persistence/transaction.js';
import { applyTrainerPlan } from '../trainers/apply-trainer-plan.js';
import { trainersFromView } from '../trainers/from-ssg.js';
import { type LocalTrainerFacts, loadTrainerFacts, withSsgUsers } from '../trainers/load-trainer-facts.js';
import { BatchLostError, heartbeat } from './batch-row.js';
import { endsTheBatch, lineErrorOf } from './line-error.js';
import { lineTroubleOf } from './line-trouble.js';
import { setTrainerOutcome } from './log-line.js';
import type { SyncContext } from './sync-context.js';

const SLICE = 200;

const KEPT: RuleId = 'S0.32 assignment-kept';

/** Runs of this batch that keep their trainer are marked in one statement; SSG is not asked about them (S0.32). */
const MARK_KEPT = `
  UPDATE upcoming_course_runs_log AS line SET trainer_outcome = 'kept',
    decisions = jsonb_set(coalesce(line.decisions, '{}'), '{trainers}', jsonb_build_array(jsonb_build_object('key', line.course_run_id, 'rule', $4::text, 'message', $5::text)))
  FROM sync_batch AS batch, course_run AS run
  WHERE line.batch_id = $1 AND batch.id = line.batch_id AND batch.owner_token = $2 AND batch.status = 'running' AND line.touched AND line.trainer_outcome IS NULL
    AND run.provider_id = line.provider_id AND run.course_run_id = line.course_run_id AND NOT ($3 AND run.assignment_source IS DISTINCT FROM 'ssg')
    AND (run.assigned_trainer_id IS NOT NULL OR EXISTS (SELECT 1 FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id))`;

const WITHOUT_OUTCOME = `FROM upcoming_course_runs_log WHERE batch_id = $1 AND touched AND trainer_outcome IS NULL`;

interface TouchedRun {
  lineId: string;
  ssgRunId: string;
}

/** Phase 5: every run touched in this batch that has no trainer, after all enrolments (S0.25). */
export async function assignTrainers(context: SyncContext): Promise<void> {
  const { deps, batch, provider, progress, signal } = context;
  const pool = deps.database.relaxedPool;
  await pool.query(MARK_KEPT, [batch.id, batch.ownerToken, provider.refreshTpgTrainers, KEPT, RULES[KEPT]]);
  const { rows: counted } = await pool.query<{ runs: number }>(`SELECT count(*)::int AS runs ${WITHOUT_OUTCOME}`, [batch.id]);
  progress.begin('trainers', counted[0]?.runs ?? 0, counted[0]?.runs ?? 0);
  for (;;) {
    const { rows } = await pool.query<TouchedRun>(
      `SELECT id AS "lineId", course_run_id AS "ssgRunId" ${WITHOUT_OUTCOME} ORDER BY ssg_start_date, course_run_id LIMIT ${SLICE}`,
      [batch.id],
    );
    if (rows.length === 0) return;
    const facts = await loadTrainerFacts(
      pool,
      provider.id,
      rows.map(({ ssgRunId }) => ssgRunId),
    );
    const work = async (run: TouchedRun) => {
      signal.throwIfAborted();
      await assignTrainer(context, run, facts);
      progress.finishedOne();
    };
    await pMap(rows, work, { concurrency: deps.settings.ssg.concurrency, signal });
    await heartbeat(pool, batch, progress.calls);
  }
}

/**
 * Fetch, plan, apply for one run's trainers. `facts` were read for the whole slice; where the run has moved on since, they
 * are read anew. A run that fails keeps its sync result and gets the error beside it.
 */
async function assignTrainer(context: SyncContext, run: TouchedRun, facts: LocalTrainerFacts): Promise<void> {
  const { deps, batch, signal, provider, progress } = context;
  const pool = deps.database.relaxedPool;
  try {
    const ssgTrainers = await fetchTrainers(context, run.ssgRunId);
    context.outage?.answered();
    await deps.pausePoint('after-trainers-fetched');
    let local = facts;
    await retryWhenStale(
      async () => {
        const plan = await planRunTrainers(context, local, run.ssgRunId, ssgTrainers);
        const line = { id: run.lineId, ssgRunId: run.ssgRunId };
        await applyTrainerPlan({ pool, newId: deps.newId, batch, line, providerId: provider.id, plan });
        progress.wrote([...(plan.courseRun ? [plan.courseRun] : []), ...plan.runTrainers]);
      },
      async () => void (local = await loadTrainerFacts(pool, provider.id, [run.ssgRunId])),
    );
  } catch (error) {
    if (signal.aborted || error instanceof BatchLostError || endsTheBatch(error) || context.outage?.failed(error)) throw error;
    deps.log.error(
      { event: 'trainer_assignment_failed', batch: batch.runId, ssgRunId: run.ssgRunId, err: error },
      'a run’s trainers could not be assigned',
    );
    const result = { outcome: 'error' as const, notices: [], error: lineErrorOf(error, context), trouble: lineTroubleOf(error) };
    await setTrainerOutcome(pool, batch, run.lineId, result);
  }
}

/** SSG's linked trainers by viewCourseRun (S0.26). A run that SSG no longer knows has none. */
export async function fetchTrainers(
  { client, signal }: Pick<SyncContext, 'client' | 'signal'>,
  ssgRunId: string,
): Promise<SsgTrainer[]> {
  const viewed = await client.courseRuns.get(ssgRunId, {}, { signal });
  return viewed === null ? [] : trainersFromView(viewed);
}

/** Finds the users whom SSG's trainers may mean, and decides. */
export async function planRunTrainers(
  { deps, provider }: Pick<SyncContext, 'deps' | 'provider'>,
  facts: LocalTrainerFacts,
  ssgRunId: string,
  ssgTrainers: readonly SsgTrainer[],
): Promise<TrainerPlan> {
  const run = facts.runs.get(ssgRunId);
  if (!run) throw new Error(`Course run ${ssgRunId} is gone from the database.`);
  const users = await withSsgUsers(deps.database.relaxedPool, provider.id, facts.users, ssgTrainers);
  return planTrainers({ ...run, ssgTrainers, users, settings: { refreshTpgTrainers: provider.refreshTpgTrainers } });
}
