import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listDeliveries } from '../../../src/modules/alerts/list-deliveries.js';
import { findIncident, listIncidents } from '../../../src/modules/incidents/incident-row.js';
import { recordTroubles } from '../../../src/modules/incidents/record-troubles.js';
import { countStatements } from '../../http/count-statements.js';
import { createIncidentWorld, HOUR, type IncidentWorld, MINUTE, OUTAGE } from './incident-world.js';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.deps.close());
beforeEach(() => world.empty());

const OPENED = ['incident_opened → lead@example.org', 'incident_opened → ops@example.org'];

test('the first trouble opens an incident with its remedy and tells each recipient once', async () => {
  const run = await world.startChainRun();
  await world.record([OUTAGE], run);
  const [incident] = await world.incidents();
  expect(incident).toMatchObject({
    status: 'open',
    title: 'SsgUnavailableError at ssg, enrolments.search',
    remedy: OUTAGE.remedy,
    occurrences: 1,
    recentAt: [world.now],
    firstSeenAt: world.now,
    lastSeenAt: world.now,
    runsTouched: ['1077800'],
    lastChainRunId: run,
    providerId: world.provider.id,
  });
  expect((await world.told()).toSorted()).toEqual(OPENED);
  const { rows } = await world.deps.database.pool.query('SELECT subject, body, data FROM alert_delivery LIMIT 1');
  expect(rows[0].subject).toBe('Incident: SsgUnavailableError at ssg, enrolments.search');
  for (const words of [OUTAGE.message, OUTAGE.remedy, 'Invented Academy', '1077800', `Chain run: ${run}`])
    expect(rows[0].body).toContain(words);
  expect(rows[0].data).toMatchObject({
    incident: { id: incident?.id, endpoint: 'enrolments.search' },
    provider: { name: 'Invented Academy' },
  });
});

test('a repeat with another message and other ids is the same incident, and tells nobody', async () => {
  await world.record([OUTAGE]);
  const first = world.now;
  world.now += MINUTE;
  await world.record([
    { ...OUTAGE, message: 'SSG answered 502 to call 77 for run 1077999.', runsTouched: ['1077999', '1077800'] },
  ]);
  const incidents = await world.incidents();
  expect(incidents).toMatchObject([
    {
      occurrences: 2,
      firstSeenAt: first,
      lastSeenAt: world.now,
      message: 'SSG answered 502 to call 77 for run 1077999.',
      runsTouched: ['1077800', '1077999'],
    },
  ]);
  expect((await world.told()).toSorted()).toEqual(OPENED);
});

test('another error class, endpoint, upstream or provider is another incident', async () => {
  await world.record([
    OUTAGE,
    { ...OUTAGE, errorClass: 'SsgAuthError' },
    { ...OUTAGE, endpoint: 'courseRuns.search' },
    { ...OUTAGE, upstream: null },
  ]);
  await world.inTransaction((transaction) => recordTroubles(transaction, { ...world.partsOf(null), provider: null }, [OUTAGE]));
  expect(await world.incidents()).toHaveLength(5);
  expect(await listIncidents(world.deps.database.pool, { providerId: world.provider.id, status: 'open' })).toHaveLength(4);
});

test('an incident of the whole installation is one too, though it has no provider', async () => {
  const parts = { ...world.partsOf(null), settings: { ...world.settings, emails: ['root@example.org'] }, provider: null };
  for (const message of ['once', 'again'])
    await world.inTransaction((transaction) => recordTroubles(transaction, parts, [{ ...OUTAGE, message }]));
  expect(await world.incidents()).toMatchObject([{ providerId: null, occurrences: 2, message: 'again' }]);
  expect(await world.told()).toEqual(['incident_opened → root@example.org']);
});

test('S1.19 the third repeat within a day asks once for a corrective-action note', async () => {
  const askedAfter = async () => (await world.told()).filter((line) => line.startsWith('note_requested'));
  for (let repeat = 0; repeat < 3; repeat++) {
    await world.record([OUTAGE]);
    world.now += HOUR;
  }
  expect(await askedAfter()).toEqual([]);
  await world.record([OUTAGE]);
  expect((await askedAfter()).toSorted()).toEqual(['note_requested → lead@example.org', 'note_requested → ops@example.org']);
  expect(await world.incidents()).toMatchObject([{ occurrences: 4, noteRequestedAt: world.now }]);
  world.now += HOUR;
  await world.record([OUTAGE]);
  expect(await askedAfter()).toHaveLength(2);
});

test('S1.19 repeats more than a day apart ask for no note', async () => {
  for (let repeat = 0; repeat < 6; repeat++) {
    await world.record([OUTAGE]);
    world.now += 13 * HOUR;
  }
  expect(await world.incidents()).toMatchObject([{ occurrences: 6, noteRequestedAt: null }]);
});

test('troubles of one fingerprint that are met together are one occurrence; a hundred runs are named', async () => {
  const troubles = Array.from({ length: 150 }, (_, index) => ({
    ...OUTAGE,
    message: `For run ${index}.`,
    runsTouched: [String(1_000_000 + index)],
  }));
  await world.record(troubles);
  const [incident] = await world.incidents();
  expect(incident).toMatchObject({ occurrences: 1, message: 'For run 149.' });
  expect(incident?.runsTouched).toHaveLength(100);
});

test('three statements write any number of troubles, new ones and repeats', async () => {
  const troubles = Array.from({ length: 60 }, (_, index) => ({ ...OUTAGE, endpoint: `endpoint${index}` }));
  await world.record(troubles.slice(0, 30));
  const other = world.deps.database.pool;
  const counter = countStatements(other);
  // The counter sees connections that are opened after it: none of the old ones is kept.
  const client = await other.connect();
  client.release(true);
  const { statements } = await counter.during(() => world.record(troubles));
  expect(statements.filter((statement) => !['BEGIN', 'COMMIT'].includes(statement))).toHaveLength(3);
  expect(await world.incidents()).toHaveLength(60);
});

test('many processes that meet the same troubles at once, in any order, open each incident once, tell once and count each', async () => {
  const troubles = Array.from({ length: 100 }, (_, index) => ({ ...OUTAGE, endpoint: `endpoint${index}` }));
  await Promise.all(Array.from({ length: 8 }, (_, index) => world.record(index % 2 ? troubles : troubles.toReversed())));
  expect((await world.incidents()).map(({ occurrences }) => occurrences)).toEqual(troubles.map(() => 8));
  const { rows } = await world.deps.database.pool.query(
    `SELECT count(*)::int AS opened FROM alert_delivery WHERE kind = 'incident_opened'`,
  );
  expect(rows).toEqual([{ opened: 100 * OPENED.length }]);
});

test('identifiers in a message are masked in the incident and in what is told', async () => {
  const nric = `S${'1234567'}D`;
  await world.record([{ ...OUTAGE, message: `No enrolment of ${nric}.` }]);
  expect((await world.incidents())[0]?.message).toBe('No enrolment of *****567D.');
  const { rows } = await world.deps.database.pool.query('SELECT body, data::text AS data FROM alert_delivery');
  expect(JSON.stringify(rows)).not.toContain(nric);
});

test('bug 46 what goes wrong in telling is thrown, and rolled back to a savepoint leaves the failure recorded', async () => {
  const run = await world.startChainRun();
  await world.inTransaction(async (transaction) => {
    await transaction.query(`UPDATE task_chain_logs SET status = 'failed', completed_at = now() WHERE id = $1`, [run]);
    await transaction.query('SAVEPOINT telling');
    const broken = { ...world.partsOf(run), deps: { now: () => world.now, newId: () => 'not a UUID' } };
    await expect(recordTroubles(transaction, broken, [OUTAGE])).rejects.toThrow('uuid');
    await transaction.query('ROLLBACK TO SAVEPOINT telling');
  });
  const { rows } = await world.deps.database.pool.query('SELECT status FROM task_chain_logs WHERE id = $1', [run]);
  expect(rows).toEqual([{ status: 'failed' }]);
  expect(await world.incidents()).toEqual([]);
});

test('no trouble, no statement; an incident is found by its id', async () => {
  await world.record([]);
  expect(await listDeliveries(world.deps.database.pool)).toEqual([]);
  await world.record([OUTAGE]);
  const [incident] = await world.incidents();
  expect(await findIncident(world.deps.database.pool, incident?.id ?? '')).toEqual(incident);
  expect(await findIncident(world.deps.database.pool, world.deps.newId())).toBeNull();
});
