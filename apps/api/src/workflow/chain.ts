import type { ChainDeclaration } from '@rollcall/domain/chain/chain';
import type { Pool, PoolClient } from 'pg';
import type { PrerequisiteCheck, StepHandler } from './step-handler.js';

/** When a chain runs by itself, unless its row in `scheduled_tasks` says otherwise. */
export interface DefaultSchedule {
  cron: string;
  /** An IANA name, or `provider` for the provider's own zone. */
  timeZone: string;
  /** Weekdays with a full run, 0 is Sunday; the others are incremental where the chain knows that mode. */
  fullWeekdays: readonly number[];
  overlapPolicy: 'skip' | 'buffer_one';
  catchUpHours: number;
}

/** A chain with the code behind it. */
export interface Chain {
  declaration: ChainDeclaration;
  schedule: DefaultSchedule;
  /** A handler for every declared step. */
  handlers: Readonly<Record<string, StepHandler>>;
  /** A check for every prerequisite that a step names. */
  checks: Readonly<Record<string, PrerequisiteCheck>>;
  /** Runs in the transaction that ends a chain run, to close what its steps have left open. */
  onEnd?: (transaction: PoolClient, run: { id: string; status: string }) => Promise<void>;
  /** How many calls a run would make, for the predicted finish; null where nobody can say. */
  predictCalls?: (pool: Pool, providerId: string, mode: string) => Promise<number | null>;
}
