import type { PoolClient } from 'pg';
import type { Dependencies } from '../dependencies.js';
import type { ChainRegistry } from './chain-registry.js';
import type { ChainRunRow } from './chain-run-row.js';
import type { Trouble } from './step-handler.js';

/** A step that any worker may take now. */
export interface StepWake {
  chainRunId: string;
  step: string;
  /** Epoch milliseconds; absent for at once. */
  at?: number;
}

/** What the engine tells of, in the transaction of the thing itself. */
export interface EngineNotices {
  troubles(transaction: PoolClient, run: ChainRunRow, troubles: readonly Trouble[]): Promise<void>;
  stepSucceeded(
    transaction: PoolClient,
    run: ChainRunRow,
    step: { name: string; upstream: string | null },
    troubles: readonly Trouble[],
  ): Promise<void>;
  runNeedsPeople(
    transaction: PoolClient,
    run: ChainRunRow,
    what: {
      kind: 'failed' | 'interrupted' | 'awaiting_approval' | 'skipped';
      step: string | null;
      message: string;
      remedy: string | null;
    },
  ): Promise<void>;
}

/** What every act on a chain run works with. */
export interface Engine {
  deps: Dependencies;
  chains: ChainRegistry;
  /** Tells workers. Never throws: where it fails, the sweep finds the steps. */
  wake(steps: readonly StepWake[]): Promise<void>;
  notices: EngineNotices;
  /** Tells other processes of committed events where the database does not. Never throws. */
  events: { publish(chainRunId: string, number: number): Promise<void> };
}

/** Runs what only tells of a failure so that it can never hide the failure itself (bug 46): its own error is logged and undone alone. */
export async function tellSafely(engine: Engine, transaction: PoolClient, tell: () => Promise<void>): Promise<void> {
  await transaction.query('SAVEPOINT telling');
  try {
    await tell();
    await transaction.query('RELEASE SAVEPOINT telling');
  } catch (error) {
    engine.deps.log.error(
      { event: 'alert_not_written', err: error },
      'an alert could not be written; what it was about is recorded',
    );
    await transaction.query('ROLLBACK TO SAVEPOINT telling');
  }
}
