import type { Principal } from '@rollcall/domain/permission/principal';
import type { TrainerPlan } from '@rollcall/domain/trainer/plan';
import { needsTrainerView, planTrainers } from '@rollcall/domain/trainer/plan-trainers';
import type { SsgTrainer, TrainerOutcome } from '@rollcall/domain/trainer/trainer';
import { SsgConfigurationError } from '@rollcall/ssg/errors/configuration-error';
import { SsgError } from '@rollcall/ssg/errors/ssg-error';
import type { Pool, PoolClient } from 'pg';
import { ActRefusal, notFound, requireVersion } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { describeFailure } from '../../upstream/describe-failure.js';
import { fetchTrainers } from '../sync/assign-trainers.js';
import { loadTrainerFacts, withSsgUsers } from '../trainers/load-trainer-facts.js';
import { findProviderById, type ProviderSettings } from '../training-providers/find-provider.js';
import type { ActDependencies } from './act-on-runs.js';
import { lockRuns } from './lock-runs.js';
import { recordRunChanges } from './record-run-changes.js';
import { writeRunTrainers } from './write-run-trainers.js';

export interface ResolveTrainer {
  by: Principal;
  /** Row id; null for what can be no run's id. */
  courseRunId: string | null;
  /** Decide and tell, and write nothing. */
  dryRun: boolean;
  /** Leave SSG out and take the course's lists alone. */
  withoutSsg: boolean;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/** What the trainer pass makes of one run now. */
export type ResolvedTrainer = {
  courseRunId: string;
  outcome: Exclude<TrainerOutcome, 'error'>;
  /** Whether anything was written. */
  changed: boolean;
  /** Who is assigned, or would be; null: nobody. */
  trainer: { name: string; email: string } | null;
  /** Why names and addresses gave nobody. */
  notices: { rule: string; message: string }[];
};

type ResolveDependencies = ActDependencies & Pick<Dependencies, 'ssg' | 'settings'>;

/** How long SSG may take, with its pace and its retries, while somebody waits; less where the time limit of a call is less. */
const LONGEST_WAIT_MS = 20_000;

/**
 * Runs the night's trainer pass for one run now, with the same planner (S0.26-S0.28, bug 13), or tells what it would do. Where
 * SSG cannot be asked nobody is assigned: a name from a list would close the run to the trainer whom SSG has (bug 12). Throws
 * `ActRefusal`.
 */
export async function resolveTrainer(deps: ResolveDependencies, wish: ResolveTrainer): Promise<ResolvedTrainer> {
  const { by, dryRun, withoutSsg, expectedVersion, idempotencyKey } = wish;
  const pool = deps.database.pool;
  const { id, ssgRunId, version, provider } = await findRun(pool, wish);
  requireVersion('course run', version, expectedVersion);
  const known = (await loadTrainerFacts(pool, provider.id, [ssgRunId])).runs.get(ssgRunId);
  const asksSsg = !withoutSsg && known !== undefined && needsTrainerView(known.courseRun, known.runTrainers, provider);
  const ssgTrainers = asksSsg ? await askSsg(deps, provider, ssgRunId) : [];
  if (dryRun) return resultOf(id, await planOf(pool, provider, ssgRunId, ssgTrainers), false);

  const input = { courseRunId: id, withoutSsg, expectedVersion };
  return runAct<ResolvedTrainer>(deps, { by, act: 'courseRunResolveTrainer', input, idempotencyKey }, async (transaction) => {
    const run = (await lockRuns(transaction, [id])).get(id);
    if (!run) throw notFound('course run', ['input', 'courseRunId']);
    requireVersion('course run', run.version, expectedVersion);
    if (!withoutSsg && !asksSsg && needsTrainerView(run, run.linked, provider)) throw trainerTakenAway();
    const plan = await planOf(transaction, provider, ssgRunId, ssgTrainers);
    if (!plan.courseRun) return resultOf(id, plan, false);
    const { after: columns, fields: columnFields } = plan.courseRun;
    const write = { run, columns, columnFields, created: plan.runTrainers, moved: [], removed: [], decline: null };
    const written = await writeRunTrainers(transaction, deps.newId, [write]);
    const act = { by, action: 'course_run.resolve_trainer', reason: null, correlationId: deps.correlationId };
    await recordRunChanges(transaction, deps.newId, act, [{ run, entities: written.get(id) ?? [] }]);
    return resultOf(id, plan, true);
  });
}

async function findRun(pool: Pool, { by, courseRunId }: ResolveTrainer) {
  const { rows } = await pool.query<{ id: string; ssgRunId: string; version: number; providerId: string }>(
    'SELECT id, course_run_id AS "ssgRunId", version, provider_id AS "providerId" FROM course_run WHERE id = $1',
    [courseRunId],
  );
  const [run] = rows;
  const path = ['input', 'courseRunId'];
  if (!run) throw notFound('course run', path);
  requireMay(by, 'course_run.assign_trainer', { providerId: run.providerId }, 'course run', path);
  const provider = await findProviderById(pool, run.providerId);
  if (!provider) throw notFound('course run', path);
  return { ...run, provider };
}

async function planOf(
  db: Pool | PoolClient,
  provider: ProviderSettings,
  ssgRunId: string,
  ssgTrainers: readonly SsgTrainer[],
): Promise<TrainerPlan> {
  const { runs, users: listed } = await loadTrainerFacts(db, provider.id, [ssgRunId]);
  const run = runs.get(ssgRunId);
  if (!run) throw notFound('course run', ['input', 'courseRunId']);
  const users = await withSsgUsers(db, provider.id, listed, ssgTrainers);
  return planTrainers({ ...run, ssgTrainers, users, settings: { refreshTpgTrainers: provider.refreshTpgTrainers } });
}

async function askSsg(
  { ssg, settings }: ResolveDependencies,
  provider: ProviderSettings,
  ssgRunId: string,
): Promise<readonly SsgTrainer[]> {
  const client = ssg.clientFor(provider);
  try {
    return await fetchTrainers(
      { client, signal: AbortSignal.timeout(Math.min(LONGEST_WAIT_MS, settings.ssg.timeoutMs)) },
      ssgRunId,
    );
  } catch (error) {
    if (!isAboutSsg(error)) throw error;
    const { message, remedy } = describeFailure(error, settings, provider.uen);
    throw new ActRefusal({
      code: 'REFUSED',
      message: `SSG could not be asked for the run’s trainers: ${maskIdentifiersIn(message)}`,
      remedy: `${remedy} Or take the course’s lists alone, with withoutSsg.`,
      path: ['input', 'withoutSsg'],
    });
  } finally {
    await client.close();
  }
}

/** Everything else is a fault of ours, and is not dressed up as one of SSG's. */
const isAboutSsg = (error: unknown): boolean =>
  error instanceof SsgError ||
  error instanceof SsgConfigurationError ||
  (error instanceof Error && error.name === 'TimeoutError');

const trainerTakenAway = (): ActRefusal =>
  new ActRefusal({
    code: 'REFUSED',
    message: 'The run lost its trainer while it was being looked at, and SSG was not asked.',
    remedy: 'Ask again.',
    path: ['input', 'courseRunId'],
  });

function resultOf(courseRunId: string, plan: TrainerPlan, changed: boolean): ResolvedTrainer {
  const after = plan.outcome === 'kept' ? null : plan.courseRun?.after;
  const trainer =
    after?.assignedTrainerName != null && after.assignedTrainerEmail !== null
      ? { name: after.assignedTrainerName, email: after.assignedTrainerEmail }
      : null;
  const notices = plan.notices.map(({ rule, message }) => ({ rule, message }));
  return { courseRunId, outcome: plan.outcome, changed, trainer, notices };
}
