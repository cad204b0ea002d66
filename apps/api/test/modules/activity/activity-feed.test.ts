import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ActivityBatch, CursorTooOldError, readCursor, writeCursor } from '../../../src/events/activity.js';
import { ActivityFeed } from '../../../src/events/activity-feed.js';
import { createEventHub, type EventHub, EventHubClosedError } from '../../../src/events/event-hub.js';
import { createPostgresChannel } from '../../../src/events/postgres-channel.js';
import { createRedisChannel } from '../../../src/events/redis-channel.js';
import { openRedisServer } from '../../events/redis-server.js';
import { countStatements } from '../../http/count-statements.js';
import { type ActivityWorld, createActivityWorld, recordChange, written } from './activity-world.js';

/** Longer than any test: what then arrives came by a signal. */
const NEVER_LOOK = 3_600_000;

const redis = await openRedisServer();
let world: ActivityWorld;
const hubs: EventHub[] = [];
beforeAll(async () => {
  world = await createActivityWorld();
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close();
});
afterAll(async () => {
  await world.close();
  await redis?.stop();
});

/** A hub as another process would have it. */
function openHub(options: { lookEveryMs?: number; deaf?: boolean } = {}): EventHub {
  const { pool } = world.deps.database;
  const { log } = world.deps;
  const channel = options.deaf
    ? { listen: () => undefined, publish: async () => undefined, close: async () => undefined }
    : createPostgresChannel({ connection: pool.options, log });
  const hub = createEventHub({ pool, channel, log, lookEveryMs: options.lookEveryMs ?? NEVER_LOOK });
  hubs.push(hub);
  return hub;
}

const happen = () => world.change([written('course_run', world.run.id, { lifecycle: 'Active' })]);

type Stream = AsyncIterableIterator<ActivityBatch, undefined>;

/** Change sets of the next rows, `count` of them. */
async function setsOf(stream: Stream, count: number): Promise<(string | null)[]> {
  const sets: (string | null)[] = [];
  while (sets.length < count) {
    const next = await stream.next();
    if (next.done) break;
    sets.push(...next.value.map(({ changeSetId }) => changeSetId));
  }
  return sets;
}

test('a subscriber gets what happens from now on, by a signal, and nothing from before', async () => {
  await happen();
  const stream = await openHub().activity(null);
  const first = setsOf(stream, 1);
  const set = await happen();
  expect(await first).toEqual([set]);
});

test('nothing from before comes either while an older transaction holds the end of the log back', async () => {
  const client = await world.deps.database.pool.connect();
  try {
    await client.query('BEGIN');
    const { deps, providerId, run } = world;
    const late = await recordChange(client, { deps, providerId, ssgRunId: run.ssgRunId }, [
      written('course_run', run.id, { lifecycle: 'Late' }),
    ]);
    const before = await happen();
    const stream = await openHub().activity(null);
    const first = setsOf(stream, 2);
    const set = await happen();
    await client.query('COMMIT');
    expect(await first).toEqual([late, set]);
    expect(await first).not.toContain(before);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('a lost signal is made up for by looking', async () => {
  const stream = await openHub({ deaf: true, lookEveryMs: 20 }).activity(null);
  const first = setsOf(stream, 1);
  const set = await happen();
  expect(await first).toEqual([set]);
});

test('a row that waits for an older transaction comes when that one has ended, without any signal of its own', async () => {
  const client = await world.deps.database.pool.connect();
  const stream = await openHub().activity(null);
  const first = setsOf(stream, 1);
  await client.query('BEGIN');
  await client.query('SELECT pg_current_xact_id()');
  const set = await happen();
  await client.query('COMMIT');
  client.release();
  expect(await first).toEqual([set]);
});

test('going on from a cursor in another process loses nothing and repeats nothing', async () => {
  const one = await openHub().activity(null);
  const sets = [await happen(), await happen()];
  const told = await setsOf(one, 1);
  await one.return?.();
  sets.push(await happen());
  const [last] = await world.rows<{ transaction: string; number: string }>(
    'SELECT transaction_id::text AS transaction, number::text FROM activity WHERE change_set_id = $1',
    [told.at(-1)],
  );
  const cursor = writeCursor({ transaction: BigInt(last?.transaction ?? 0), number: BigInt(last?.number ?? 0) });
  const other = await openHub().activity(readCursor(cursor));
  const rest = setsOf(other, 4 - told.length);
  sets.push(await happen());
  expect([...told, ...(await rest)]).toEqual(sets);
});

test('one who is far behind is given the stored rows, then the live ones', async () => {
  const first = await happen();
  const [start] = await world.rows<{ transaction: string; number: string }>(
    'SELECT transaction_id::text AS transaction, number::text FROM activity WHERE change_set_id = $1',
    [first],
  );
  const sets: string[] = [];
  for (let count = 0; count < 30; count += 1) sets.push(await happen());
  const stream = await openHub().activity({ transaction: BigInt(start?.transaction ?? 0), number: BigInt(start?.number ?? 0) });
  expect(await setsOf(stream, 30)).toEqual(sets);
  const live = setsOf(stream, 1);
  const set = await happen();
  expect(await live).toEqual([set]);
});

test('what happens together comes together, and a hundred subscribers get the same objects from one reading', async () => {
  const { pool } = world.deps.database;
  const failures: unknown[] = [];
  const feed = new ActivityFeed(pool, { onUnused: () => undefined, onReadFailure: (error) => void failures.push(error) });
  const streams = await Promise.all(Array.from({ length: 100 }, () => feed.subscribe(null)));
  const client = await pool.connect();
  await client.query('BEGIN');
  for (let count = 0; count < 3; count += 1)
    await recordChange(client, { ...world, ssgRunId: null }, [written('course_run', world.run.id, { count })]);
  await client.query('COMMIT');
  client.release();
  const counter = countStatements(pool);
  const { result, statements } = await counter.during(async () => {
    const batches = Promise.all(streams.map((stream) => stream.next()));
    feed.look();
    return await batches;
  });
  expect(new Set(result.map(({ value }) => value)).size).toBe(1);
  expect(result[0]?.value).toHaveLength(3);
  expect(statements.filter((sql) => sql.includes('FROM activity')).length).toBeLessThanOrEqual(3);
  for (const stream of streams) await stream.return?.();
  expect(feed.subscribers).toBe(0);
  expect(failures).toEqual([]);
});

test('a cursor whose row is no longer kept, or never was, is too old', async () => {
  const hub = openHub();
  await expect(hub.activity({ transaction: 3n, number: 1n })).rejects.toThrow(CursorTooOldError);
  await expect(hub.activity({ transaction: 9_000_000_000_000n, number: 1n })).rejects.toThrow(CursorTooOldError);
  expect(hub.subscribers).toBe(0);
});

test('the hub ends those who wait, and leaves nothing of those who left', async () => {
  const hub = openHub();
  const [gone, waits] = [await hub.activity(null), await hub.activity(null)];
  const left = gone.next();
  await gone.return?.();
  expect(await left).toEqual({ done: true, value: undefined });
  expect(hub.subscribers).toBe(1);
  const waiting = waits.next();
  hub.endSubscriptions();
  await expect(waiting).rejects.toThrow(EventHubClosedError);
  expect(hub.subscribers).toBe(0);
  await expect(hub.activity(null)).rejects.toThrow(EventHubClosedError);
});

test.skipIf(redis === null)('over Redis a chain run’s signal tells of activity too', async () => {
  const { log } = world.deps;
  const { pool } = world.deps.database;
  const [hub, worker] = [0, 1].map(() => {
    const opened = createEventHub({
      pool,
      channel: createRedisChannel({ url: redis?.url ?? '', log }),
      log,
      lookEveryMs: NEVER_LOOK,
    });
    hubs.push(opened);
    return opened;
  });
  const stream = await hub?.activity(null);
  const set = await happen();
  const first = stream && setsOf(stream, 1);
  let heard = false;
  void first?.then(() => {
    heard = true;
  });
  // A signal reaches whoever listens; until the first one does, nobody is known to.
  await expect
    .poll(
      async () => {
        await worker?.publish('1', 1);
        return heard;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  expect(await first).toEqual([set]);
});
