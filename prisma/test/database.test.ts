import { expect, onTestFinished, test } from 'vitest';
import { connectDatabase, type Database } from '../src/database.js';
import { makeMigratedDatabase, select } from './support/database.js';

async function connect(
  maxConnections: number,
  onIdleConnectionError: (error: Error) => void = throwIt,
): Promise<{ url: string; database: Database }> {
  const url = await makeMigratedDatabase();
  const database = connectDatabase(url, { maxConnections, applicationName: 'rollcall test', onIdleConnectionError });
  onTestFinished(() => database.close());
  return { url, database };
}

function throwIt(error: Error): never {
  throw error;
}

const ownConnections = `SELECT count(*)::int AS connections FROM pg_stat_activity WHERE application_name = 'rollcall test' AND datname = current_database()`;

test('prisma and hand-written SQL share the connections, and see the same data', async () => {
  const { url, database } = await connect(2);
  const work = Array.from({ length: 10 }, () => [
    database.prisma.trainingProvider.count(),
    database.pool.query('SELECT pg_sleep(0)'),
  ]).flat();
  await Promise.all(work);
  const [row] = await select<{ connections: number }>(url, ownConnections);
  expect(row?.connections).toBe(2);
  expect(database.pool.totalCount).toBe(2);

  const made = await database.prisma.trainingProvider.create({
    data: { uen: '200000001Z', code: '200000001Z-01', name: 'Example Training' },
  });
  const { rows } = await database.pool.query('SELECT name FROM training_provider WHERE id = $1', [made.id]);
  expect(rows).toEqual([{ name: 'Example Training' }]);
});

test('a connection that breaks while idle is told to the callback, and the next query opens another', async () => {
  const lost: Error[] = [];
  let tell: () => void;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const { url, database } = await connect(2, (error) => {
    lost.push(error);
    tell();
  });
  await database.prisma.trainingProvider.count();
  await select(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rollcall test' AND datname = current_database()`,
  );
  await told;
  expect(lost.map((error) => error.message)).toEqual([expect.stringMatching(/terminating connection/)]);
  expect(await database.prisma.trainingProvider.count()).toBe(0);
});

test('close may be called twice, and leaves no connection', async () => {
  const { url, database } = await connect(3);
  await Promise.all([database.prisma.trainingProvider.count(), database.pool.query('SELECT 1')]);
  await Promise.all([database.close(), database.close()]);
  expect(database.pool.ended).toBe(true);
  await expect.poll(() => select(url, ownConnections)).toEqual([{ connections: 0 }]);
});
