import { afterEach, expect, test } from 'vitest';
import { type DryRunUnit, dryRunSync } from '../../src/modules/sync/dry-run.js';
import { addUser, createSyncWorld, domainRows, type SyncWorld, TODAY } from '../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

async function dryRun(): Promise<DryRunUnit[]> {
  const units: DryRunUnit[] = [];
  for await (const unit of dryRunSync(world.deps, { providerId: world.providerId, trigger: 'cli', today: TODAY }))
    units.push(unit);
  return units;
}

/** What a dry run says it would write, as `key entity field after rule` lines. */
const planned = (units: DryRunUnit[]) =>
  units
    .flatMap((unit) => unit.changes)
    .flatMap(({ entity, fields }) =>
      fields.map(({ field, before, after, owner, rule }) => JSON.stringify([entity, field, before, after, owner, rule])),
    )
    // Ids of rows that do not exist yet are named by what they stand for; the sync makes them.
    .filter((line) => !/"(learner_id|course_run_id)"/.test(line))
    .sort();

const written = async () =>
  (await world.rows('SELECT entity_type, field, before, after, owner, rule FROM change'))
    .map(({ entity_type, field, before, after, owner, rule }) => JSON.stringify([entity_type, field, before, after, owner, rule]))
    .filter((line) => !/"(learner_id|course_run_id)"/.test(line))
    .sort();

async function createWorld(): Promise<void> {
  world = await createSyncWorld({
    runs: [
      {
        id: 850001,
        startDate: '2026-03-09',
        trainers: [{ email: 'fay@example.org' }],
        learners: 5,
        enrolments: [{ status: 'Cancelled' }, { status: 'Rejected' }],
      },
      { id: 850002, startDate: '2026-03-10', modeOfTraining: '9', learners: 3 },
      { id: 850003, startDate: '2026-03-11' },
    ],
  });
  await addUser(world, { name: 'fay first', email: 'fay@example.org' });
  await addUser(world, { name: 'lee list', email: 'lee@example.org' });
  await world.rows(`UPDATE course SET trainers_email_list = 'lee@example.org'`);
}

test('a dry run tells the very change set that the sync then writes, field by field with owner and rule', async () => {
  await createWorld();
  const units = await dryRun();
  expect(planned(units).length).toBeGreaterThan(20);
  const summary = await world.sync();
  expect(await written()).toEqual(planned(units));
  expect(units.map(({ ssgRunId, outcome, trainerOutcome }) => [ssgRunId, outcome, trainerOutcome]).sort()).toEqual([
    ['850001', 'success', 'ssg'],
    ['850002', 'success', 'email_list'],
    ['850003', 'no_enrolments', null],
  ]);
  expect(summary.trainers).toMatchObject({ ssg: 1, email_list: 1 });
});

test('a dry run writes no domain row, no batch and no log line', async () => {
  await createWorld();
  const before = await domainRows(world);
  await dryRun();
  expect(await domainRows(world)).toEqual(before);
  expect(
    await world.rows(
      'SELECT 1 FROM sync_batch UNION ALL SELECT 1 FROM upcoming_course_runs_log UNION ALL SELECT 1 FROM sync_batch_course',
    ),
  ).toEqual([]);
});

test('after the sync, a dry run plans nothing', async () => {
  await createWorld();
  await world.sync();
  expect((await dryRun()).flatMap((unit) => unit.changes)).toEqual([]);
});

test('a run that cannot be read is a unit with its error, and the others are planned', async () => {
  await createWorld();
  world.simulator.faults.add({ operation: 'enrolments.search', runId: '850001', effect: { kind: 'inner-status', status: 403 } });
  const units = await dryRun();
  expect(units.find(({ ssgRunId }) => ssgRunId === '850001')).toMatchObject({
    outcome: 'error',
    changes: [],
    error: { remedy: expect.any(String) },
  });
  expect(units.find(({ ssgRunId }) => ssgRunId === '850002')).toMatchObject({ outcome: 'success' });
});

test('a learner in several runs is planned once, as the sync then creates them once', async () => {
  const trainee = {
    identifier: 'PASSPORT-77001',
    identifierType: 'OTHERS' as const,
    fullName: 'Same Person',
    email: 'same.person@example.org',
  };
  const nameless = { identifier: '', fullName: 'No Identifier', email: 'no.identifier@example.org' };
  world = await createSyncWorld({
    runs: Array.from({ length: 4 }, (_, index) => ({
      id: 850001 + index,
      startDate: `2026-03-1${9 - index}`,
      enrolments: [{ trainee }, { trainee: nameless }, {}],
    })),
  });
  const units = await dryRun();
  expect(units.map(({ ssgRunId }) => ssgRunId)).toEqual(['850004', '850003', '850002', '850001']);
  const learners = units.map(({ changes }) => changes.filter(({ entity }) => entity === 'learner').length);
  expect(learners).toEqual([3, 1, 1, 1]);
  const summary = await world.sync();
  expect(summary.changes.learner.created).toBe(6);
  expect(await written()).toEqual(planned(units));
});
