import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPacer } from '../../src/upstream/pacing.js';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const CALL = { operation: 'enrolments.search', attempt: 1 };
const pacerOf = (deps: { database: SyncWorld['deps']['database'] }, intervalMs: number) =>
  createPacer({ pool: deps.database.pool, providerId: world.providerId, upstream: 'ssg', intervalMs });
/** Milliseconds from now, by the database's clock, to the next free slot. */
const nextSlotIn = async () =>
  Number((await world.rows('SELECT extract(epoch FROM next_at - clock_timestamp()) * 1000 AS ms FROM upstream_slot'))[0]?.ms);

test('S0.34 calls of two processes together never come faster than one per interval', async () => {
  const pacers = [pacerOf(world.anotherProcess(), 40), pacerOf(world.anotherProcess(), 40)];
  const started = performance.now();
  await Promise.all(Array.from({ length: 10 }, (_, index) => pacers[index % 2]?.acquire(CALL)));
  // Timers may fire a millisecond early, slots may not: nine intervals lie between ten calls.
  expect(performance.now() - started).toBeGreaterThanOrEqual(9 * 40 - 2);
});

test('bug 22 a pause that SSG asks for holds for every process', async () => {
  await pacerOf(world.deps, 1).pauseFor?.(60_000);
  expect(await nextSlotIn()).toBeGreaterThan(50_000);
  const waiting = new AbortController();
  const acquired = pacerOf(world.anotherProcess(), 1).acquire(CALL, waiting.signal);
  waiting.abort();
  await expect(acquired).rejects.toMatchObject({ name: 'AbortError' });
});

test('a pause holds without a rate limit too', async () => {
  const pacer = pacerOf(world.deps, 0);
  await pacer.acquire(CALL);
  expect(await world.rows('SELECT * FROM upstream_slot')).toEqual([]);
  await pacer.pauseFor?.(60_000);
  const waiting = new AbortController();
  const acquired = pacer.acquire(CALL, waiting.signal);
  waiting.abort();
  await expect(acquired).rejects.toMatchObject({ name: 'AbortError' });
});

test('a cancelled wait ends at once', async () => {
  const pacer = pacerOf(world.deps, 600_000);
  await pacer.acquire(CALL);
  const waiting = new AbortController();
  const acquired = pacer.acquire(CALL, waiting.signal);
  waiting.abort(new Error('The sync is stopped.'));
  await expect(acquired).rejects.toMatchObject({ name: 'AbortError' });
});
