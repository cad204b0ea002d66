import type { Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { notFound, requireVersion } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import type { WrittenEntity } from '../audit/record-changes.js';
import { type LockedRun, lockRuns } from './lock-runs.js';
import { recordRunChanges } from './record-run-changes.js';
import {
  type ActWarning,
  type NamedRuns,
  pathOfRun,
  type RunOutcome,
  refusalOf,
  refusedRun,
  requireRunCount,
} from './run-outcome.js';

export type ActDependencies = Pick<Dependencies, 'database' | 'newId'> & { correlationId: string };

/** An act on one run or on several, as everything but its decision sees it. */
export interface RunsAct extends NamedRuns {
  by: Principal;
  /** Name of the mutation. */
  act: string;
  /** What the caller must be allowed to do. */
  permission: Action;
  /** As the audit names it: `course_run.assign_trainer`. */
  auditAction: string;
  /** What was asked, without the key. */
  input: unknown;
  idempotencyKey: string | null | undefined;
  expectedVersion: number | null | undefined;
  reason: string | null;
}

/** What was decided for one run. */
export interface DecidedRun<Decision> {
  run: LockedRun;
  changed: boolean;
  warnings: readonly ActWarning[];
  decision: Decision;
}

export interface RunsActSteps<Facts, Decision> {
  /** Reads what decisions need besides the runs: a fixed number of statements. */
  load(transaction: PoolClient, runs: readonly LockedRun[]): Promise<Facts>;
  /** Throws `ActRefusal` for a run that it does not fit. */
  decide(run: LockedRun, facts: Facts, path: readonly string[]): Omit<DecidedRun<Decision>, 'run'>;
  /** Writes what changed, in a fixed number of statements, and gives what was written by run. */
  write(transaction: PoolClient, changed: readonly DecidedRun<Decision>[]): Promise<ReadonlyMap<string, WrittenEntity[]>>;
  /** Whose own a run is; where nothing is given, nobody's. */
  ownerIds?(run: LockedRun, facts: Facts): readonly string[];
}

/**
 * One act on runs in one transaction: lock, ask whether the caller may, decide run by run, write and record what changed. Of
 * several runs one that is refused leaves the others alone; of a single one the refusal is thrown as `ActRefusal`. The
 * number of statements is the same for one run and for a hundred.
 */
export function actOnRuns<Facts, Decision>(
  deps: ActDependencies,
  act: RunsAct,
  steps: RunsActSteps<Facts, Decision>,
): Promise<RunOutcome[]> {
  requireRunCount(act);
  return runAct<RunOutcome[]>(deps, act, async (transaction) => {
    const ids = [...new Set(act.courseRunIds)].filter((id) => id !== null);
    const runs = await lockRuns(transaction, ids);
    const facts = await steps.load(transaction, [...runs.values()]);
    const decided = new Map<string, DecidedRun<Decision>>();
    const outcomes = act.courseRunIds.map((id, index): RunOutcome => {
      const path = pathOfRun(act, index);
      try {
        const run = requireRun(id === null ? undefined : runs.get(id), act, path, facts, steps);
        const decision = { run, ...steps.decide(run, facts, path) };
        decided.set(run.id, decision);
        return { kind: 'done', courseRunId: run.id, changed: decision.changed, warnings: [...decision.warnings] };
      } catch (error) {
        return refusedRun(error);
      }
    });
    const [only] = outcomes;
    if (!act.many && only?.kind === 'refused') throw refusalOf(only);
    const changed = [...decided.values()].filter((run) => run.changed);
    if (changed.length === 0) return outcomes;
    const written = await steps.write(transaction, changed);
    const { by, auditAction: action, reason } = act;
    await recordRunChanges(
      transaction,
      deps.newId,
      { by, action, reason, correlationId: deps.correlationId },
      changed.map(({ run }) => ({ run, entities: written.get(run.id) ?? [] })),
    );
    return outcomes;
  });
}

function requireRun<Facts, Decision>(
  run: LockedRun | undefined,
  act: RunsAct,
  path: string[],
  facts: Facts,
  { ownerIds }: RunsActSteps<Facts, Decision>,
): LockedRun {
  if (!run) throw notFound('course run', path);
  const target = { providerId: run.providerId, ...(ownerIds && { ownerIds: ownerIds(run, facts) }) };
  requireMay(act.by, act.permission, target, 'course run', path);
  requireVersion('course run', run.version, act.expectedVersion);
  return run;
}
