import { afterEach, expect, test } from 'vitest';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

/** Every row of every table as one text. */
async function everythingStored(): Promise<string> {
  const tables = await world.rows(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(
      async ({ name }) =>
        (await world.rows(`SELECT coalesce(string_agg(row::text, ' '), '') AS text FROM "${name}" AS row`))[0]?.text,
    ),
  );
  return texts.join('\n');
}

test('X4, X25 no clear identifier stands in the database or the log after a sync with faults, reviews and a cancellation', async () => {
  world = await createSyncWorld({
    runs: [
      {
        id: 850001,
        startDate: '2026-03-09',
        learners: 12,
        enrolments: [{ trainee: { identifier: 'PASSPORT-4711', identifierType: 'OTHERS' } }],
      },
      { id: 850002, startDate: '2026-03-10', learners: 4 },
    ],
  });
  const identifiers = [...world.simulator.state.runs()].flatMap((run) =>
    [...world.simulator.state.enrolments.ofRun(run.id)].map(({ trainee }) => trainee.identifier),
  );
  expect(identifiers.length).toBe(17);
  const [leaked = ''] = identifiers;
  world.simulator.faults.add({
    operation: 'enrolments.search',
    runId: '850002',
    effect: { kind: 'inner-status', status: 400, message: `Trainee ${leaked} is not eligible` },
  });
  const summary = await world.sync();
  expect(summary.runs).toMatchObject({ success: 1, error: 1 });
  expect(
    await world.rows('SELECT count(*)::int AS learners FROM learner WHERE nric_sealed IS NOT NULL AND nric_hmac IS NOT NULL'),
  ).toEqual([{ learners: 13 }]);
  const stored = await everythingStored();
  const logged = world.logged.join('\n');
  expect(logged).toContain('ssg_request');
  expect(logged).toContain('ssg_error');
  expect(identifiers.filter((identifier) => stored.includes(identifier) || logged.includes(identifier))).toEqual([]);
  expect(stored).toContain('*****');
});

test('X25 a provider that never sends to SSG keeps no sealed identifier', async () => {
  world = await createSyncWorld({ runs: [{ id: 850001, startDate: '2026-03-09', learners: 2 }] });
  await world.rows('UPDATE training_provider SET seal_identifiers = false');
  await world.sync();
  expect(await world.rows('SELECT nric_sealed, nric_hmac IS NOT NULL AS hashed FROM learner')).toEqual([
    { nric_sealed: null, hashed: true },
    { nric_sealed: null, hashed: true },
  ]);
});
