import { Client } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { sweep } from '../../src/workflow/sweep.js';
import { type ChainWorld, createChainWorld, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

const STEPS = ['find', 'sync', 'assign'] as const;

const RUNS = `
  INSERT INTO task_chain_logs (chain_name, provider_id, status, completed_at, trigger, requested_by, mode, today)
  SELECT 'nightly', $1, 'completed', now(), 'schedule', 'system', 'full', '2026-03-01' FROM generate_series(1, 10000)`;
const THEIR_STEPS = `
  INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, required, status, upstream)
  SELECT gen_random_uuid(), run.id, step, 1, 1, true, 'completed', 'ssg' FROM task_chain_logs AS run, unnest($1::text[]) AS step`;

const THEIR_QUESTIONS = `
  INSERT INTO task_chain_approval (id, chain_step_id, status, sentence, counts, samples)
  SELECT gen_random_uuid(), id, 'approved', '14 cancellations.', '{}', '[]' FROM task_chain_steps WHERE step = 'sync'`;

/** Every statement that reaches the database while `act` runs, with its values. */
async function statementsOf(act: () => Promise<unknown>): Promise<{ text: string; values: unknown[] }[]> {
  const sent: { text: string; values: unknown[] }[] = [];
  const query = Client.prototype.query as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
    if (typeof given[0] === 'string') sent.push({ text: given[0], values: Array.isArray(given[1]) ? given[1] : [] });
    return query.apply(this, given);
  } as never);
  await act();
  spy.mockRestore();
  return sent.filter(({ text }) => /^\s*(SELECT|UPDATE|INSERT|WITH|DELETE)/.test(text));
}

async function tablesReadWhole({ text, values }: { text: string; values: unknown[] }): Promise<string[]> {
  const [explained] = await world.rows(`EXPLAIN (FORMAT JSON) ${text}`, values);
  const plan = JSON.stringify(explained?.['QUERY PLAN']);
  return [...plan.matchAll(/"Node Type":"Seq Scan"[^{}]*?"Relation Name":"(\w+)"/g)].map(([, table]) => table ?? '');
}

test('10,000 finished runs are read by no look: sweep, ticks and a whole run find their rows by an index', async () => {
  world = await createChainWorld([
    testChain(
      'nightly',
      STEPS.map((name) => ({ name, upstream: 'ssg' })),
      { title: 'Nightly' },
    ),
  ]);
  await world.rows(RUNS, [world.providerId]);
  await world.rows(THEIR_STEPS, [STEPS]);
  await world.rows(THEIR_QUESTIONS);
  await ensureSchedules(world.engine);
  await world.rows('ANALYZE');
  world.clock.now += 18 * 60 * 60 * 1000;
  const sent = await statementsOf(async () => {
    await decideDueTicks(world.engine);
    await world.rows(
      `UPDATE task_chain_steps SET status = 'running', lease_token = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 second' WHERE step = 'find' AND status = 'ready'`,
    );
    await sweep(world.engine);
    await world.drive();
    await sweep(world.engine);
  });
  expect((await world.rows(`SELECT status FROM task_chain_logs WHERE due_at IS NOT NULL`))[0]).toEqual({ status: 'completed' });
  const whole = new Map<string, string[]>();
  for (const statement of new Map(sent.map((each) => [each.text, each])).values()) {
    const tables = (await tablesReadWhole(statement)).filter((table) => table.startsWith('task_chain_'));
    if (tables.length > 0) whole.set(statement.text.trim().slice(0, 200), tables);
  }
  expect(sent.length).toBeGreaterThan(30);
  expect(Object.fromEntries(whole)).toEqual({});
});
