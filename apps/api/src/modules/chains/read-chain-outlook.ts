import { predictFinish } from '@rollcall/domain/chain/predict-finish';
import { isSettled } from '@rollcall/domain/chain/step-status';
import type { Engine } from '../../workflow/engine.js';
import type { ChainRunReport } from './read-chain-run.js';
import { createTypicalDurationsLoader, type TypicalDurations } from './typical-durations.js';

/** What is known of a chain's runs besides the one at hand. */
export interface ChainExperience {
  /** Milliseconds by step. */
  typical: TypicalDurations;
  /** Calls that a run makes, as far as the chain can tell beforehand. */
  calls: number | null;
}

/** How far a chain run is and when it will be over. */
export interface ChainOutlook {
  callsMade: number;
  /** Null where nobody can say, and for a run that has ended. */
  callsPredicted: number | null;
  /** Epoch milliseconds; null where nobody can say. */
  finishAt: number | null;
}

/** Read once per run that is looked at. Throws `UnknownChainError` for a chain that this release does not have. */
export async function readChainExperience(engine: Engine, run: ChainRunReport): Promise<ChainExperience> {
  const { pool } = engine.deps.database;
  const chain = engine.chains.get(run.chain);
  const { mode, dryRun } = run;
  const providerId = run.provider?.id ?? null;
  const [typical, calls] = await Promise.all([
    createTypicalDurationsLoader(pool)({ chainName: run.chain, providerId, mode, dryRun }),
    providerId === null ? null : (chain.predictCalls?.(pool, providerId, mode) ?? null),
  ]);
  return { typical, calls };
}

/** The outlook of a run as it stands. `paceMs`: the least time between two calls (S0.34). */
export function chainOutlook(
  run: ChainRunReport,
  experience: ChainExperience,
  { now, paceMs }: { now: number; paceMs: number },
): ChainOutlook {
  const callsMade = run.steps.reduce((sum, step) => sum + step.callsMade, 0);
  if (run.completedAt !== null) return { callsMade, callsPredicted: null, finishAt: null };
  const steps = run.steps.map((step) => ({
    status: step.status,
    startedAt: step.startedAt?.getTime() ?? null,
    callsMade: step.callsMade,
    callsPredicted: step.callsPredicted,
    typicalMs: experience.typical.get(step.step) ?? null,
  }));
  // A queued run begins when the one before it ends, and nobody knows when that is.
  const finishAt = run.status === 'running' ? predictFinish({ now, steps, paceMs }) : null;
  return { callsMade, callsPredicted: predictCalls(run, experience), finishAt };
}

/** The steps themselves know best; before they have begun the chain's own guess is all there is. */
function predictCalls(run: ChainRunReport, experience: ChainExperience): number | null {
  const known = run.steps.reduce((sum, step) => sum + Math.max(step.callsMade, step.callsPredicted ?? 0), 0);
  const ahead = run.steps.filter((step) => step.upstream !== null && !isSettled(step.status));
  if (ahead.every((step) => step.callsPredicted !== null)) return known > 0 ? known : null;
  return experience.calls === null ? null : Math.max(known, experience.calls);
}
