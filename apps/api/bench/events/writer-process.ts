import { Pool } from 'pg';
import { inTransaction } from '../../src/persistence/transaction.js';
import { appendEvents, type NewChainEvent } from '../../src/workflow/append-events.js';
import { serveParent, tellParent } from './child.js';
import { clock, EVENTS, inRhythm } from './plan.js';

/** A chain run that only tells: it appends events in small transactions, in the rhythm. */
const [databaseUrl = '', runId = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: databaseUrl, max: 1 });

const eventOf = (number: number): NewChainEvent =>
  number === EVENTS
    ? { kind: 'run_completed', step: null, message: 'All steps completed.' }
    : {
        kind: 'step_progress',
        step: 'sync_runs',
        message: `${number} of ${EVENTS} course runs are done.`,
        data: { done: number, total: EVENTS, callsMade: number * 3 },
      };

const write = async ({ tellAt }: { tellAt: number }) => {
  const committedAt: number[] = [];
  await inRhythm(EVENTS, async (numbers) => {
    await inTransaction(pool, (transaction) => appendEvents(transaction, runId, numbers.map(eventOf)));
    const now = clock();
    for (const number of numbers) committedAt[number] = now;
    if (numbers.includes(tellAt)) tellParent({ type: 'halfway' });
  });
  tellParent({ type: 'written', committedAt });
};

serveParent({ write }, () => pool.end());
await pool.query('SELECT 1');
tellParent({ type: 'ready' });
