import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { closeIncidents } from '../../../src/modules/incidents/close-incidents.js';
import { createIncidentWorld, HOUR, type IncidentWorld, MINUTE, OUTAGE } from './incident-world.js';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.deps.close());
beforeEach(() => world.empty());

/** A chain run in which the sync failed for the outage; gives its id. */
async function failedRun(): Promise<string> {
  const run = await world.startChainRun();
  await world.step(run, 'find_runs', {});
  await world.step(run, 'sync_enrolments', { status: 'failed' });
  world.now += 10;
  await world.record([OUTAGE], run);
  world.now += 24 * HOUR;
  return run;
}

const closedMessages = async () => (await world.told()).filter((line) => line.startsWith('incident_closed'));

test('features 14 the same step of a later run succeeds: the incident closes once, with one message for each recipient', async () => {
  await failedRun();
  const later = await world.startChainRun();
  await world.step(later, 'find_runs', {});
  expect(await world.close(later, 'find_runs')).toBe(0);
  await world.step(later, 'sync_enrolments', {});
  expect(await world.close(later, 'sync_enrolments')).toBe(1);
  expect(await world.close(later, 'sync_enrolments')).toBe(0);
  const [incident] = await world.incidents();
  expect(incident).toMatchObject({
    status: 'closed',
    closedAt: world.now,
    closedReason: expect.stringContaining(`Chain run ${later}, sync_enrolments.`),
  });
  expect((await closedMessages()).toSorted()).toEqual([
    'incident_closed → lead@example.org',
    'incident_closed → ops@example.org',
  ]);
});

test('a trouble that comes back after it was closed is a new incident', async () => {
  await failedRun();
  const later = await world.startChainRun();
  await world.step(later, 'sync_enrolments', {});
  await world.close(later, 'sync_enrolments');
  world.now += MINUTE;
  await world.record([OUTAGE], later);
  expect((await world.incidents()).map(({ status, occurrences }) => [status, occurrences])).toEqual([
    ['open', 1],
    ['closed', 1],
  ]);
});

test('a step that is completed and met the trouble again closes nothing', async () => {
  await failedRun();
  const later = await world.startChainRun();
  await world.step(later, 'sync_enrolments', { warnings: 1 });
  await world.record([OUTAGE], later);
  expect(await world.close(later, 'sync_enrolments')).toBe(0);
  world.now += MINUTE;
  await world.step(later, 'digest', { upstream: null });
  expect(await world.close(later, 'digest')).toBe(0);
});

test('a step that succeeds at its second try closes what the first one opened, in the same run', async () => {
  const run = await world.startChainRun();
  await world.step(run, 'sync_enrolments', { status: 'ready' });
  await world.record([OUTAGE], run);
  world.now += MINUTE;
  await world.step(run, 'find_runs', {});
  await world.step(run, 'sync_enrolments', { status: 'ready', attempt: 2 });
  expect(await world.close(run, 'find_runs')).toBe(0);
  await world.step(run, 'sync_enrolments', { attempt: 2 });
  expect(await world.close(run, 'sync_enrolments')).toBe(1);
});

test('another chain, and another provider, close nothing', async () => {
  await failedRun();
  const other = await world.startChainRun('class_activation');
  await world.step(other, 'sync_enrolments', {});
  const { pool } = world.deps.database;
  const closing = (chainName: string, provider: IncidentWorld['provider'] | null) =>
    world.inTransaction((transaction) =>
      closeIncidents(
        transaction,
        { ...world.partsOf(other), provider, chainRunId: other },
        { chainName, step: 'sync_enrolments' },
      ),
    );
  expect(await closing('class_activation', world.provider)).toBe(0);
  expect(await closing('tgs_daily', null)).toBe(0);
  expect((await pool.query(`SELECT count(*)::int AS open FROM incident WHERE status = 'open'`)).rows).toEqual([{ open: 1 }]);
});

test('an incident whose run was purged closes when its upstream works', async () => {
  const run = await failedRun();
  await world.deps.database.pool.query('DELETE FROM task_chain_logs WHERE id = $1', [run]);
  const later = await world.startChainRun();
  await world.step(later, 'digest', { upstream: null });
  expect(await world.close(later, 'digest')).toBe(0);
  await world.step(later, 'find_runs', {});
  expect(await world.close(later, 'find_runs')).toBe(1);
});

test('a closing and the same trouble at once: closed, then opened anew, or repeated and left open; never both', async () => {
  for (let round = 0; round < 10; round++) {
    await world.empty();
    await failedRun();
    const later = await world.startChainRun();
    await world.step(later, 'sync_enrolments', {});
    world.now += MINUTE;
    const [closed] = await Promise.all([world.close(later, 'sync_enrolments'), world.record([OUTAGE], later)]);
    const incidents = await world.incidents();
    expect(incidents.filter(({ status }) => status === 'open')).toHaveLength(1);
    expect(incidents.filter(({ status }) => status === 'closed')).toHaveLength(closed);
  }
});
