import { Pool } from 'pg';
import { inTransaction } from '../../src/persistence/transaction.js';
import { appendEvents, type NewChainEvent } from '../../src/workflow/append-events.js';
import { serveParent, tellParent } from './child.js';
import { clock, EVENTS, inRhythm, type Numbers } from './plan.js';

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

const round = async (numbersOfRound: Numbers) => {
  const sentAt: [number: number, at: number][] = [];
  await inRhythm(numbersOfRound, async (numbers) => {
    await inTransaction(pool, (transaction) => appendEvents(transaction, runId, numbers.map(eventOf)));
    const now = clock();
    for (const number of numbers) sentAt.push([number, now]);
  });
  tellParent({ type: 'sent', sentAt });
};

serveParent({ round }, () => pool.end());
await pool.query('SELECT 1');
tellParent({ type: 'ready' });
