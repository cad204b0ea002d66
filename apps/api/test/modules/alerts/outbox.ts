import { deliverPending } from '../../../src/modules/alerts/deliver-pending.js';
import { listDeliveries } from '../../../src/modules/alerts/list-deliveries.js';
import { type NewDelivery, queueDelivery } from '../../../src/modules/alerts/queue-delivery.js';
import type { Senders } from '../../../src/modules/alerts/sender.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

/** An outbox of its own, and somebody to be told. */
export interface Outbox {
  deps: TestDependencies;
  /** Puts a message in and gives its id. */
  queue(delivery?: Partial<NewDelivery>): Promise<string>;
  deliver(senders: Senders): ReturnType<typeof deliverPending>;
  /** Lets the pause before the next attempt be over. */
  skipPause(): Promise<void>;
  row(id: string): Promise<Awaited<ReturnType<typeof listDeliveries>>[number]>;
}

export async function openOutbox(): Promise<Outbox> {
  const deps = await createTestDependencies();
  const { pool } = deps.database;
  return {
    deps,
    queue: async (delivery) => {
      const id = deps.newId();
      await inTransaction(pool, (transaction) =>
        queueDelivery(transaction, {
          id,
          providerId: null,
          kind: 'chain_failed',
          channel: 'email',
          recipient: 'ops@example.org',
          subject: 'Daily sync chain failed at find_runs: SSG does not answer',
          body: 'What to do: try again later.\n',
          ...delivery,
        }),
      );
      return id;
    },
    deliver: (senders) => deliverPending({ pool, deps, senders, signal: new AbortController().signal }),
    skipPause: async () =>
      void (await pool.query(`UPDATE alert_delivery SET next_attempt_at = now() - interval '1 second' WHERE status = 'pending'`)),
    row: async (id) => {
      const found = (await listDeliveries(pool)).find((delivery) => delivery.id === id);
      if (!found) throw new Error(`No delivery ${id}.`);
      return found;
    },
  };
}
