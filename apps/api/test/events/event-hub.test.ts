import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EventChannel, SignalListener } from '../../src/events/event-channel.js';
import { EventHubClosedError } from '../../src/events/event-hub.js';
import { UnknownChainRunError } from '../../src/workflow/chain-run-row.js';
import { countStatements } from '../http/count-statements.js';
import { append, createEventWorld, type EventWorld, FINAL, numbersOf, progress, startRun, take, upTo } from './chain-runs.js';

let world: EventWorld;
beforeAll(async () => {
  world = await createEventWorld();
});
afterEach(() => world.closeHubs());
afterAll(() => world.close());

/** A channel whose signals a test sends, or keeps to itself. */
function deafChannel(): EventChannel & { listener: SignalListener | null } {
  const channel = {
    listener: null as SignalListener | null,
    listen: (listener: SignalListener) => {
      channel.listener = listener;
    },
    publish: async () => undefined,
    close: async () => undefined,
  };
  return channel;
}

describe('a subscriber', () => {
  test('who comes late gets what is stored, then what is new, and the end with the run', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    await append(world.pool, runId, ...progress(3));
    const stream = await hub.subscribe(runId, 0);
    expect(numbersOf(await take(stream, 3))).toEqual([1, 2, 3]);
    const waiting = take(stream, 10);
    await append(world.pool, runId, ...progress(2));
    await append(world.pool, runId, FINAL);
    expect(numbersOf(await waiting)).toEqual([4, 5, 6]);
    expect(hub.subscribers).toBe(0);
  });

  test('gets the columns as they are', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    await append(world.pool, runId, { kind: 'step_completed', step: 'sync_runs', message: 'Done.', data: { runs: 2 } });
    const [event] = await take(await hub.subscribe(runId, 0), 1);
    expect(event).toEqual({
      chainRunId: BigInt(runId),
      providerId: null,
      number: 1,
      kind: 'step_completed',
      step: 'sync_runs',
      message: 'Done.',
      data: { runs: 2 },
      createdAt: expect.any(Date),
    });
  });

  test('who knows all of a run that has ended gets the end at once', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    await append(world.pool, runId, ...progress(2), FINAL);
    for (const after of [3, 99]) expect(await take(await hub.subscribe(runId, after), 1)).toEqual([]);
  });

  test('of a run that does not exist is told so', async () => {
    const hub = world.openHub();
    for (const id of ['987654321', 'nonsense', '0', '99999999999999999999', ''])
      await expect(hub.subscribe(id, 0)).rejects.toThrow(UnknownChainRunError);
    expect(hub.subscribers).toBe(0);
  });

  test('of a run that is purged meanwhile is told so', async () => {
    const hub = world.openHub({ lookEveryMs: 20 });
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    await world.pool.query('DELETE FROM task_chain_logs WHERE id = $1', [runId]);
    await expect(stream.next()).rejects.toThrow(UnknownChainRunError);
    expect(hub.subscribers).toBe(0);
  });

  test('who leaves while waiting leaves nothing behind', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    const [one, other] = [await hub.subscribe(runId, 0), await hub.subscribe(runId, 0)];
    const waiting = one.next();
    await one.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await one.next()).toEqual({ done: true, value: undefined });
    expect(hub.subscribers).toBe(1);
    await other.return?.();
    expect(hub.subscribers).toBe(0);
    // The next one begins anew, and signals reach it.
    const again = await hub.subscribe(runId, 0);
    const next = take(again, 1);
    await append(world.pool, runId, ...progress(1));
    expect(numbersOf(await next)).toEqual([1]);
  });

  test('who asks for several at once gets them in order', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    const asked = [stream.next(), stream.next(), stream.next()];
    await append(world.pool, runId, ...progress(2), FINAL);
    expect((await Promise.all(asked)).map((next) => next.value?.number)).toEqual([1, 2, 3]);
    expect((await stream.next()).done).toBe(true);
  });

  test('who is slow gets everything, and nothing is kept for him', async () => {
    const hub = world.openHub();
    const counter = countStatements(hub.pool);
    const runId = await startRun(world.pool);
    const [quick, slow] = [await hub.subscribe(runId, 0), await hub.subscribe(runId, 0)];
    expect(numbersOf([...(await takeWhileAppending())])).toEqual(upTo(6001));
    const { result, statements } = await counter.during(() => take(slow, 10_000));
    expect(numbersOf(result)).toEqual(upTo(6001));
    // The first pages had been dropped from memory, so they were read again.
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.length).toBeLessThanOrEqual(13);

    async function takeWhileAppending() {
      const taken = take(quick, 10_000);
      for (let round = 0; round < 12; round += 1) await append(world.pool, runId, ...progress(500));
      await append(world.pool, runId, FINAL);
      return taken;
    }
  });

  test('is told that the process stops', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    const waiting = (await hub.subscribe(runId, 0)).next();
    const changes = (await hub.runsChanged()).next();
    hub.endSubscriptions();
    await expect(waiting).rejects.toThrow(EventHubClosedError);
    await expect(changes).rejects.toThrow(EventHubClosedError);
    await expect(hub.subscribe(runId, 0)).rejects.toThrow(EventHubClosedError);
    expect(hub.subscribers).toBe(0);
  });
});

describe('several processes', () => {
  test('each get every event, and a subscriber goes on in another one', async () => {
    const [one, other] = [world.openHub(), world.openHub()];
    const runId = await startRun(world.pool);
    const whole = take(await one.subscribe(runId, 0), 1000);
    const moved = await other.subscribe(runId, 0);
    const first = take(moved, 7);
    for (let round = 0; round < 5; round += 1) await append(world.pool, runId, ...progress(3));
    const got = numbersOf(await first);
    await moved.return?.();
    expect(other.subscribers).toBe(0);
    const rest = take(await one.subscribe(runId, got.at(-1) ?? 0), 1000);
    for (let round = 0; round < 5; round += 1) await append(world.pool, runId, ...progress(3));
    await append(world.pool, runId, FINAL);
    expect([...got, ...numbersOf(await rest)]).toEqual(upTo(31));
    expect(numbersOf(await whole)).toEqual(upTo(31));
  });

  test('two hundred subscribers who come together cost as many statements as one, and get the same objects', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    await append(world.pool, runId, ...progress(20));
    const counter = countStatements(hub.pool);
    const { result: streams, statements } = await counter.during(() =>
      Promise.all(
        Array.from({ length: 200 }, async () => {
          const stream = await hub.subscribe(runId, 0);
          return { stream, stored: await take(stream, 20) };
        }),
      ),
    );
    // How far it reaches, and one page; beginning to listen looks once more.
    expect(statements.length).toBeLessThanOrEqual(4);
    const live = await counter.during(async () => {
      const waiting = streams.map(({ stream }) => take(stream, 1));
      await append(world.pool, runId, ...progress(1));
      return Promise.all(waiting);
    });
    expect(live.statements.length).toBeLessThanOrEqual(2);
    expect(new Set(live.result.map(([event]) => event)).size).toBe(1);
    expect(new Set(streams.map(({ stored }) => stored[7])).size).toBe(1);
  });
});

async function killListeners(): Promise<number> {
  const { rowCount } = await world.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rollcall events'`,
  );
  return rowCount ?? 0;
}

const listening = () =>
  expect
    .poll(
      async () =>
        (
          await world.pool.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rollcall events' AND query LIKE 'LISTEN%' AND state = 'idle'`,
          )
        ).rowCount,
    )
    .toBe(1);

describe('lost signals', () => {
  test('a connection that is killed comes back, and what happened meanwhile is not lost', async () => {
    const hub = world.openHub();
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    await append(world.pool, runId, ...progress(1));
    expect(numbersOf(await take(stream, 1))).toEqual([1]);
    for (let round = 0; round < 3; round += 1) {
      const killed = await killListeners();
      expect(killed).toBe(1);
      const first = round * 2 + 2;
      // While nobody listens, and without anyone looking by the clock.
      await append(world.pool, runId, ...progress(1));
      expect(numbersOf(await take(stream, 1))).toEqual([first]);
      await listening();
      await append(world.pool, runId, ...progress(1));
      expect(numbersOf(await take(stream, 1))).toEqual([first + 1]);
    }
    expect(world.logged.filter(({ event }) => event === 'event_channel_lost').length).toBeGreaterThanOrEqual(3);
  });

  test('a signal that never comes is made up for by a look', async () => {
    const channel = deafChannel();
    const hub = world.openHub({ channel, lookEveryMs: 20 });
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    const changes = await hub.runsChanged();
    await append(world.pool, runId, ...progress(2));
    expect(numbersOf(await take(stream, 2))).toEqual([1, 2]);
    expect(await take(changes, 1)).toEqual([{ chainRunId: runId, providerId: null, number: 2 }]);
  });

  test('a signal that promises too much neither blocks nor spins', async () => {
    const channel = deafChannel();
    const hub = world.openHub({ channel });
    const counter = countStatements(hub.pool);
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    const { statements } = await counter.during(async () => {
      channel.listener?.onSignal({ chainRunId: runId, number: 100_000 });
      const waiting = take(stream, 2);
      const number = await append(world.pool, runId, ...progress(2));
      channel.listener?.onSignal({ chainRunId: runId, number });
      expect(numbersOf(await waiting)).toEqual([1, 2]);
    });
    expect(statements.length).toBeLessThan(10);
  });

  test('while the database cannot be read subscribers wait, and then go on', async () => {
    const channel = deafChannel();
    const hub = world.openHub({ channel, lookEveryMs: 20 });
    const runId = await startRun(world.pool);
    const stream = await hub.subscribe(runId, 0);
    const waiting = take(stream, 1);
    await world.pool.query('ALTER TABLE task_chain_events RENAME TO hidden');
    channel.listener?.onSignal({ chainRunId: runId, number: 1 });
    await expect.poll(() => world.logged.some(({ event }) => event === 'chain_events_unreadable')).toBe(true);
    await world.pool.query('ALTER TABLE hidden RENAME TO task_chain_events');
    await append(world.pool, runId, ...progress(1));
    expect(numbersOf(await waiting)).toEqual([1]);
  });
});

describe('which runs changed', () => {
  test('is told once per interval and run, from now on', async () => {
    const hub = world.openHub();
    const [old, one, other] = [await startRun(world.pool), await startRun(world.pool), await startRun(world.pool)];
    await append(world.pool, old, ...progress(1));
    const changes = await hub.runsChanged();
    const told = take(changes, 2);
    const numbers = await Promise.all([append(world.pool, one, ...progress(2)), append(world.pool, other, ...progress(3))]);
    expect([...(await told)].sort((a, b) => Number(a.chainRunId) - Number(b.chainRunId))).toEqual([
      { chainRunId: one, providerId: null, number: numbers[0] },
      { chainRunId: other, providerId: null, number: numbers[1] },
    ]);
    // Forty events of one run that a subscriber has not asked for yet are one change.
    for (let round = 0; round < 40; round += 1) await append(world.pool, one, ...progress(1));
    await append(world.pool, old, ...progress(1));
    const late: string[] = [];
    while (late.at(-1) !== old) late.push((await take(changes, 1))[0]?.chainRunId ?? '');
    expect(late.length).toBeLessThan(40);
    await changes.return?.();
    expect(hub.subscribers).toBe(0);
  });
});
