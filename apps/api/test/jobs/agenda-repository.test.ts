import { createTestDatabase, type TestDatabase } from '@rollcall/embedded-postgres/test-database';
import { Pool } from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { openPostgresStore } from '../../src/jobs/agenda-postgres.js';
import { watchRepository } from '../../src/jobs/agenda-repository.js';
import type { AgendaStore } from '../../src/jobs/agenda-store.js';
import { createWorkInHand } from '../../src/jobs/work-in-hand.js';

const serverUrl: keyof ProvidedDatabase = 'databaseServerUrl';

let database: TestDatabase;
let pool: Pool;
let store: AgendaStore;
beforeEach(async () => {
  database = await createTestDatabase(inject(serverUrl));
  pool = new Pool({ connectionString: database.url });
  // One test drops the database beneath it.
  pool.on('error', () => undefined);
  store = await openPostgresStore(database.url);
});
afterEach(async () => {
  await store.close();
  await pool.end();
  await database.drop();
});

async function insertJob(columns: { nextRunAt: string; lockedAt: string }): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO agenda.agenda_jobs (name, next_run_at, locked_at) VALUES ('count-to', ${columns.nextRunAt}, ${columns.lockedAt}) RETURNING id`,
  );
  return rows[0]?.id ?? '';
}

const lockedJobs = async () =>
  (await pool.query<{ id: string }>('SELECT id FROM agenda.agenda_jobs WHERE locked_at IS NOT NULL')).rows.map(({ id }) => id);

const claim = (isDraining: () => boolean) =>
  watched(isDraining).getNextJobToRun('count-to', new Date(), new Date(0), undefined, undefined);

function watched(isDraining: () => boolean, heard: string[] = []) {
  const health = { asked: () => 0, answered: () => void heard.push('answered'), failed: () => void heard.push('failed') };
  return watchRepository(store.repository, {
    health,
    inHand: createWorkInHand(),
    isDraining,
    removed: (id) => void heard.push(id),
  });
}

test('unlocking keeps the lock of a job that a dead worker had begun: nothing else would bring it back', async () => {
  const begun = await insertJob({ nextRunAt: 'NULL', lockedAt: 'now()' });
  const claimed = await insertJob({ nextRunAt: 'now()', lockedAt: 'now()' });
  await watched(() => false).unlockJobs([begun, claimed]);
  expect(await lockedJobs()).toEqual([begun]);
});

test('a draining queue claims nothing, and gives back what it claimed while the drain began', async () => {
  await insertJob({ nextRunAt: 'now()', lockedAt: 'NULL' });
  expect(await claim(() => true)).toBeUndefined();
  let asked = 0;
  expect(await claim(() => asked++ > 0)).toBeUndefined();
  expect(asked).toBe(2);
  expect(await lockedJobs()).toEqual([]);
  expect(await claim(() => false)).toMatchObject({ name: 'count-to' });
});

test('every call tells whether the store answers; a row that is gone is an answer', async () => {
  const heard: string[] = [];
  const repository = watched(() => false, heard);
  const id = await insertJob({ nextRunAt: 'now()', lockedAt: 'NULL' });
  const job = await repository.getJobById(id);
  if (!job) throw new Error('The job that was inserted is not there.');
  await repository.removeJobs({ id });
  await expect(repository.saveJobState(job, undefined)).rejects.toThrow('cannot be updated');
  expect(heard).toEqual(['answered', 'answered', id, 'answered']);
  await pool.query('DROP SCHEMA agenda CASCADE');
  await expect(repository.getQueueSize()).rejects.toThrow('agenda_jobs');
  expect(heard.at(-1)).toBe('failed');
});

test('a statement that the server refuses does not mean that the store is away', async () => {
  await pool.query('DROP SCHEMA agenda CASCADE');
  const refused: unknown = await store.repository.getQueueSize().catch((error) => error);
  expect(store.isAway(refused)).toBe(false);
  await database.drop();
  const gone: unknown = await store.repository.getQueueSize().catch((error) => error);
  expect(store.isAway(gone)).toBe(true);
});
