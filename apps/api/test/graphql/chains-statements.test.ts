import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done } from '../support/chain-world.js';
import { type ServedChains, serveChains } from '../support/test-chains.js';

let one: ServedChains;
let twenty: ServedChains;
beforeAll(async () => {
  [one, twenty] = await Promise.all([serveChains(), serveChains()]);
  await fill(one, 1);
  await fill(twenty, 20);
});
afterAll(() => Promise.all([one.close(), twenty.close()]));

/** Chain runs with events, of which one waits for approval, and as many incidents with messages. */
async function fill(world: ServedChains, count: number): Promise<void> {
  for (let index = 1; index < count; index += 1) {
    await world.start();
    await world.drive();
  }
  world.script.sync = async () => ({
    kind: 'awaiting_approval',
    sentence: 'It would.',
    counts: { cancels: 1, removals: 0, touched: 2 },
    samples: [],
  });
  await world.start();
  await world.drive();
  world.script.sync = async () => done;
  // Runs at work, in both modes; a real one would be in the way of the others.
  for (let index = 0; index < count; index += 1)
    await world.start({ dryRun: true, mode: index % 2 === 0 ? 'full' : 'incremental' });
  for (let index = 0; index < count; index += 1) {
    await world.rows(
      `WITH run AS (SELECT id FROM task_chain_logs ORDER BY id LIMIT 1 OFFSET $2), incident AS (
         INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, recent_at, last_chain_log_id, first_seen_at, last_seen_at)
         SELECT gen_random_uuid(), $1, 'F' || $2, 'Error', 'T', 'M', '{}', run.id, now(), now() FROM run RETURNING id)
       INSERT INTO alert_delivery (id, incident_id, kind, channel, recipient, subject, body) SELECT gen_random_uuid(), id, 'incident_opened', 'email', 'a@example.org', 'S', 'B' FROM incident`,
      [world.providerId, index],
    );
  }
}

/** Operations with the number of statements each may send, whatever the number of rows. */
const OPERATIONS: [name: string, query: string, statements: number][] = [
  ['chains', '{ chains { name steps { name tier needs { step } prerequisites } } }', 0],
  [
    'chains with their schedules',
    '{ chains { schedules(first: 20) { totalCount nodes { name step nextTicks { local } provider { uen } } } } }',
    4,
  ],
  ['schedules', '{ schedules(first: 20) { totalCount nodes { name chain { title } nextTicks { at } provider { uen } } } }', 2],
  [
    'schedules with their durations',
    '{ schedules(first: 20) { nodes { nextTicks(hours: 168) { at } expectedDurationSeconds } } }',
    3,
  ],
  [
    'chain runs',
    '{ chainRuns(first: 40) { totalCount nodes { number status chain { title } provider { uen } schedule { name } stepsCompleted } } }',
    2,
  ],
  [
    'chain runs with steps, counts and forecast',
    '{ chainRuns(first: 40) { nodes { steps { step status approvals { status } } progress { done ahead } callsMade callsPredicted predictedFinishAt } } }',
    2,
  ],
  ['chain runs with what waits', '{ chainRuns(first: 40) { nodes { waitingApproval { sentence counts { cancels } } } } }', 2],
  [
    'chain runs with events',
    '{ chainRuns(first: 40) { nodes { events(first: 5) { totalCount nodes { number message } } } } }',
    2,
  ],
  [
    'chain runs with previews',
    '{ chainRuns(first: 40) { nodes { resumePreview { verdict } whole: resumePreview(all: true) { verdict } } } }',
    1,
  ],
  [
    'chain runs with their relatives',
    '{ chainRuns(first: 40) { nodes { resumedFrom { number } resolvedBy { number } resumptions { number } } } }',
    1,
  ],
  [
    'incidents',
    '{ incidents(first: 20) { totalCount nodes { title provider { uen } lastChainRun { number status } deliveries { recipient status } } } }',
    3,
  ],
  ['messages', '{ alertDeliveries(first: 20) { totalCount nodes { kind recipient incident { title } } } }', 2],
  ['workers', '{ workers { name steps } }', 1],
];

describe('the number of SQL statements does not depend on the number of rows', () => {
  test.each(OPERATIONS)('%s', async (_name, query, expected) => {
    const few = await one.statements.during(() => one.read(query));
    const many = await twenty.statements.during(() => twenty.read(query));
    expect(many.statements).toHaveLength(expected);
    expect(few.statements.length).toBeLessThanOrEqual(expected);
  });
});
