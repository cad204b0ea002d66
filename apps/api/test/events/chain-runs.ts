import { createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { Pool } from 'pg';
import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { createEventHub, type EventHub, type EventHubOptions } from '../../src/events/event-hub.js';
import { createPostgresChannel } from '../../src/events/postgres-channel.js';
import { createLogger } from '../../src/logger.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { appendEvents, type NewChainEvent } from '../../src/workflow/append-events.js';

/** Longer than any test: what then arrives came by a signal. */
export const NEVER_LOOK = 3_600_000;

export interface EventWorld {
  pool: Pool;
  logged: Record<string, unknown>[];
  /** Ends what a test opened. */
  closeHubs(): Promise<void>;
  /** A hub as a process of its own would have it: with its own connections. */
  openHub(options?: Partial<EventHubOptions>): EventHub & { pool: Pool };
  close(): Promise<void>;
}

/** A database of its own, and as many hubs on it as a test likes. */
export async function createEventWorld(): Promise<EventWorld> {
  const database = await createTestDatabase(inject('databaseServerUrl' satisfies keyof ProvidedDatabase));
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void logged.push(JSON.parse(line)) } });
  const pool = openPool(database.url, 10);
  const opened: { hub: EventHub; pool: Pool }[] = [];
  const closeHubs = async () => {
    for (const { hub, pool: own } of opened.splice(0)) {
      await hub.close();
      await own.end();
    }
  };
  return {
    pool,
    logged,
    closeHubs,
    openHub: (options = {}) => {
      const own = openPool(database.url, 4);
      const channel = createPostgresChannel({ connection: own.options, log, backoffMs: { first: 10, longest: 50 } });
      const hub = createEventHub({ pool: own, channel, log, lookEveryMs: NEVER_LOOK, changeIntervalMs: 20, ...options });
      opened.push({ hub, pool: own });
      return Object.defineProperties({ pool: own } as EventHub & { pool: Pool }, Object.getOwnPropertyDescriptors(hub));
    },
    close: async () => {
      await closeHubs();
      await pool.end();
      await database.drop();
    },
  };
}

function openPool(connectionString: string, max: number): Pool {
  const pool = new Pool({ connectionString, max });
  // `end` does not wait until the server knows, and dropping the database then breaks the connection.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** A run of a chain of its own, without steps: its events are what a test appends. */
export async function startRun(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO task_chain_logs (chain_name, trigger, requested_by, mode, today)
     VALUES ('test ' || gen_random_uuid(), 'manual', 'test', 'full', '2026-03-02') RETURNING id::text`,
  );
  return rows[0]?.id ?? '';
}

/** Appends in one transaction. */
export function append(pool: Pool, runId: string, ...events: NewChainEvent[]): Promise<number> {
  return inTransaction(pool, (transaction) => appendEvents(transaction, runId, events));
}

export const progress = (count: number): NewChainEvent[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'step_progress', step: 'sync_runs', message: `${index + 1} done` }));

export const FINAL: NewChainEvent = { kind: 'run_completed', step: null, message: 'All steps completed.' };

/** The next `count` events, or fewer where the stream ends. */
export async function take<Value>(stream: AsyncIterator<Value>, count: number): Promise<Value[]> {
  const taken: Value[] = [];
  while (taken.length < count) {
    const next = await stream.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

export const numbersOf = (events: readonly { number: number }[]): number[] => events.map(({ number }) => number);

export const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);
