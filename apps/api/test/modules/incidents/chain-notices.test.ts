import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createChainNotices } from '../../../src/modules/incidents/chain-notices.js';
import type { Chain } from '../../../src/workflow/chain.js';
import { findChainRun } from '../../../src/workflow/chain-run-row.js';
import { createIncidentWorld, type IncidentWorld, MINUTE, OUTAGE } from './incident-world.js';

const DAILY: Chain = {
  declaration: { name: 'tgs_daily', title: 'Daily sync', scope: 'provider', modes: ['full'], maxResumeAgeMs: 1, steps: [] },
  schedule: { cron: '0 2 * * *', timeZone: 'UTC', fullWeekdays: [], overlapPolicy: 'skip', catchUpHours: 6 },
  handlers: {},
  checks: {},
};

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
  await world.deps.database.pool.query('UPDATE training_provider SET alert_emails = $1', [['lead@example.org']]);
});
afterAll(() => world.deps.close());
beforeEach(() => world.empty());

async function running() {
  const id = await world.startChainRun();
  const run = { ...(await findChainRun(world.deps.database.pool, id)), dryRun: false };
  const notices = createChainNotices(world.partsOf(id).deps, world.settings, { get: () => DAILY });
  return { id, run, notices };
}

const messages = async () =>
  (
    await world.deps.database.pool.query(
      'SELECT kind, recipient, subject, body, chain_log_id::text AS run FROM alert_delivery ORDER BY created_at, id',
    )
  ).rows;

const FAILURE = { kind: 'failed', step: 'find_runs', message: 'SSG does not answer.', remedy: 'Try again later.' } as const;

test('S4.12 S4.18 a required step fails: one message in the exact words, naming the incident it opened', async () => {
  const { id, run, notices } = await running();
  await world.inTransaction(async (transaction) => {
    await notices.troubles(transaction, run, [OUTAGE]);
    await notices.runNeedsPeople(transaction, run, FAILURE);
  });
  const told = await messages();
  expect(told).toMatchObject([
    {
      kind: 'chain_failed',
      recipient: 'lead@example.org',
      run: id,
      subject: 'Daily sync chain failed at find_runs: SSG does not answer.',
    },
  ]);
  for (const words of [
    'Try again later.',
    `rollcall chain resume ${id}`,
    'SsgUnavailableError at ssg, enrolments.search',
    'Invented Academy',
  ])
    expect(told[0].body).toContain(words);
  expect(await world.incidents()).toMatchObject([{ status: 'open' }]);
});

test('messages of incidents that are being sent already, or of other runs, stay in the outbox', async () => {
  const earlier = await running();
  await world.inTransaction((transaction) => earlier.notices.troubles(transaction, earlier.run, [OUTAGE]));
  const { run, notices } = await running();
  await world.inTransaction((transaction) => notices.troubles(transaction, run, [{ ...OUTAGE, endpoint: 'courseRuns.search' }]));
  await world.deps.database.pool.query('UPDATE alert_delivery SET attempts = 1 WHERE chain_log_id = $1', [run.id]);
  await world.inTransaction((transaction) => notices.runNeedsPeople(transaction, run, FAILURE));
  expect((await messages()).map(({ kind }) => kind)).toEqual(['incident_opened', 'incident_opened', 'chain_failed']);
});

test('a step that works again closes what it had opened', async () => {
  const { run, notices } = await running();
  await world.step(run.id, 'find_runs', { status: 'ready' });
  await world.inTransaction((transaction) => notices.troubles(transaction, run, [OUTAGE]));
  world.now += MINUTE;
  await world.step(run.id, 'find_runs', { attempt: 2 });
  await world.inTransaction((transaction) => notices.stepSucceeded(transaction, run, { name: 'find_runs', upstream: 'ssg' }, []));
  expect((await messages()).map(({ kind }) => kind)).toEqual(['incident_opened', 'incident_closed']);
});

test.each([
  {
    kind: 'interrupted',
    of: 'chain_interrupted',
    subject: 'Daily sync chain was interrupted at find_runs: 4 workers died.',
    body: 'rollcall chain resume',
  },
  {
    kind: 'awaiting_approval',
    of: 'approval_needed',
    subject: 'Daily sync waits for approval: 4 workers died.',
    body: 'Read the logs.',
  },
  { kind: 'skipped', of: 'tick_missed', subject: 'Daily sync did not run: 4 workers died.', body: 'Read the logs.' },
] as const)('bugs 46 to 60: a run that is $kind tells people at once', async ({ kind, of, subject, body }) => {
  const { run, notices } = await running();
  const what = { kind, step: 'find_runs', message: '4 workers died.', remedy: 'Read the logs.' };
  await world.inTransaction((transaction) => notices.runNeedsPeople(transaction, run, what));
  expect(await messages()).toMatchObject([{ kind: of, subject, body: expect.stringContaining(body) }]);
});

test('bug 49 without another remedy, a held change set says how to look at it, approve and reject it', async () => {
  const { id, run, notices } = await running();
  const what = { kind: 'awaiting_approval', step: 'sync_enrolments', message: '12 cancellations.', remedy: null } as const;
  await world.inTransaction((transaction) => notices.runNeedsPeople(transaction, run, what));
  for (const verb of ['show', 'approve', 'reject']) expect((await messages())[0].body).toContain(`rollcall chain ${verb} ${id}`);
});

test('a dry run alarms nobody', async () => {
  const { run, notices } = await running();
  const dryRun = { ...run, dryRun: true };
  await world.inTransaction(async (transaction) => {
    await notices.troubles(transaction, dryRun, [OUTAGE]);
    await notices.stepSucceeded(transaction, dryRun, { name: 'find_runs', upstream: 'ssg' }, []);
    await notices.runNeedsPeople(transaction, dryRun, FAILURE);
  });
  expect(await messages()).toEqual([]);
  expect(await world.incidents()).toEqual([]);
});
