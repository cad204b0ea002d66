import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEventChannel } from '../../src/events/create-event-channel.js';
import type { EventHub } from '../../src/events/event-hub.js';
import { createRedisChannel } from '../../src/events/redis-channel.js';
import { createLogger } from '../../src/logger.js';
import { append, createEventWorld, type EventWorld, FINAL, numbersOf, progress, startRun, take, upTo } from './chain-runs.js';
import { openRedisServer } from './redis-server.js';

const redis = await openRedisServer();
const log = createLogger({ level: 'silent' });

let world: EventWorld;
beforeAll(async () => {
  world = await createEventWorld();
});
afterEach(() => world.closeHubs());
afterAll(async () => {
  await world.close();
  await redis?.stop();
});

const open = (): EventHub =>
  world.openHub({ channel: createEventChannel({ eventsUrl: redis?.url ?? '', pool: world.pool, log }) });

/** A signal reaches whoever listens; until the first one does, nobody is known to. */
async function untilHeard(hub: EventHub, publisher: EventHub): Promise<void> {
  const runId = await startRun(world.pool);
  const stream = await hub.subscribe(runId, 0);
  const first = take(stream, 1);
  const number = await append(world.pool, runId, ...progress(1));
  let heard = false;
  void first.then(() => {
    heard = true;
  });
  await expect
    .poll(async () => {
      await publisher.publish(runId, number);
      return heard;
    })
    .toBe(true);
  await stream.return?.();
}

describe.skipIf(redis === null)('events over Redis', () => {
  test('reach the other processes after the commit', async () => {
    const [one, other, worker] = [open(), open(), open()];
    await untilHeard(one, worker);
    await untilHeard(other, worker);
    const runId = await startRun(world.pool);
    const streams = [await one.subscribe(runId, 0), await other.subscribe(runId, 0)].map((stream) => take(stream, 100));
    for (let round = 0; round < 5; round += 1) await worker.publish(runId, await append(world.pool, runId, ...progress(2)));
    await worker.publish(runId, await append(world.pool, runId, FINAL));
    for (const events of await Promise.all(streams)) expect(numbersOf(events)).toEqual(upTo(11));
  });

  test.skipIf(redis?.restart == null)('go on after Redis was away, and nothing is lost', async () => {
    const [hub, worker] = [open(), open()];
    await untilHeard(hub, worker);
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    const restarted = redis?.restart?.();
    // Its signal goes nowhere, or to a server that is about to end; listening again makes the hub look for itself.
    await worker.publish(runId, await append(world.pool, runId, ...progress(2)));
    await restarted;
    expect(numbersOf(await take(stream, 2))).toEqual([1, 2]);
    await untilHeard(hub, worker);
  });
});

test('a Redis that does not answer costs whoever publishes nothing but the signal', async () => {
  const channel = createRedisChannel({ url: 'redis://127.0.0.1:1', log });
  await expect(channel.publish({ chainRunId: '1', number: 1 })).resolves.toBeUndefined();
  await expect(channel.publish({ chainRunId: '1', number: 2 })).resolves.toBeUndefined();
  await channel.close();
  await expect(channel.publish({ chainRunId: '1', number: 3 })).resolves.toBeUndefined();
});
