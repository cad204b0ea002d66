import { randomUUID } from 'node:crypto';
import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createEventHub, type EventHub } from '../../src/events/event-hub.js';
import { createPostgresChannel } from '../../src/events/postgres-channel.js';
import { type RunningServer, startServer } from '../../src/http/server.js';
import { append, progress, startRun } from '../events/chain-runs.js';
import { type FollowingSocket, type Message, openSocket, readServerSentEvents } from '../events/follow.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../support/known-callers.js';

const EVENTS = 'subscription ($run: ID!) { chainRunEvents(chainRunId: $run) { number } }';
const CHANGES = 'subscription { chainRunsChanged { chainRunId lastEventNumber } }';

const callers: KnownCallers = knownCallers();
const refresh = vi.fn<KnownCallers['authenticator']['refresh']>(callers.authenticator.refresh);
let api: TestApi;
let hub: EventHub;
let server: RunningServer;
let [mine, other] = ['', ''];
beforeAll(async () => {
  api = await startTestApi();
  const { log, database } = api.deps;
  const channel = createPostgresChannel({ connection: database.pool.options, log });
  hub = createEventHub({ pool: database.pool, channel, log, changeIntervalMs: 20 });
  server = await startServer(api.deps, { port: 0, events: hub, authenticator: { ...callers.authenticator, refresh } });
  const providers = ['201900001A', '201900002B'].map((uen) =>
    database.prisma.trainingProvider.create({ data: { uen, code: `${uen}-01`, name: `Invented Academy ${uen}` } }),
  );
  [mine = '', other = ''] = (await Promise.all(providers)).map(({ id }) => id);
});
afterEach(() => vi.waitUntil(() => hub.subscribers === 0));
afterAll(async () => {
  await server.close();
  await hub.close();
  await api.close();
});

const pool = () => api.deps.database.pool;
const runOf = async (providerId: string | null): Promise<string> => {
  const id = await startRun(pool());
  await pool().query('UPDATE task_chain_logs SET provider_id = $2 WHERE id = $1', [id, providerId]);
  return id;
};
const openAs = (principal: Principal): Promise<FollowingSocket> =>
  openSocket(server.url, { payload: {}, headers: callers.as(principal) });
const newcomer = (providerId: string | 'every' = mine) => somebody(randomUUID(), providerId, 'operations');

/** Lets events come until the stream ends, and gives its last message. */
async function lastMessage(run: string, receive: () => Promise<Message>): Promise<Message> {
  for (;;) {
    await append(pool(), run, ...progress(1));
    const message = await receive();
    if (message.type !== 'next') return message;
  }
}

/** Follows the changes of chain runs, and gives what waits for the ids of so many. */
const toldTo = async (principal: Principal, count: number) => {
  const { subscribe, receive, socket } = await openAs(principal);
  const before = hub.subscribers;
  subscribe(CHANGES);
  await vi.waitUntil(() => hub.subscribers > before);
  return async () => {
    const told: string[] = [];
    while (told.length < count) {
      const { payload } = await receive();
      const { chainRunId } = (payload as { data: { chainRunsChanged: { chainRunId: string } } }).data.chainRunsChanged;
      told.push(Buffer.from(chainRunId, 'base64').toString().replace('ChainRun:', ''));
    }
    socket.close();
    return told;
  };
};

describe('at subscribe', () => {
  test.each<[string, () => Promise<string>]>([
    ['another provider’s run', () => runOf(other)],
    ['the installation’s own run', () => runOf(null)],
    ['a run that is not there', async () => '987654321'],
  ])('S1.25 %s is answered as one that does not exist', async (_name, makeRun) => {
    const run = await makeRun();
    const { subscribe, receive, socket } = await openAs(newcomer());
    subscribe(EVENTS, { run });
    const { payload } = await receive();
    socket.close();
    expect(payload).toMatchObject({
      errors: [{ message: `There is no chain run ${run}.`, extensions: { code: 'NOT_FOUND', remedy: expect.any(String) } }],
    });
  });

  test('one’s own run is followed, and every run by those who see every provider', async () => {
    for (const [principal, run] of [
      [newcomer(mine), await runOf(mine)],
      [newcomer('every'), await runOf(other)],
      [newcomer('every'), await runOf(null)],
    ] as const) {
      await append(pool(), run, ...progress(1));
      const { subscribe, receive, socket } = await openAs(principal);
      subscribe(EVENTS, { run });
      expect(await receive()).toMatchObject({ payload: { data: { chainRunEvents: { number: 1 } } } });
      socket.close();
    }
  });

  test('a role that may not read chains is refused, and nobody as well', async () => {
    const run = await runOf(mine);
    for (const [options, code] of [
      [{ headers: callers.as(somebody(randomUUID(), mine, 'finance')) }, 'FORBIDDEN'],
      [{}, 'UNAUTHENTICATED'],
    ] as const) {
      const { subscribe, receive, socket } = await openSocket(server.url, { payload: {}, ...options });
      subscribe(EVENTS, { run });
      expect(await receive()).toMatchObject({ payload: { errors: [{ extensions: { code } }] } });
      socket.close();
    }
  });
});

describe('at each event', () => {
  test.each<[string, (principal: Principal) => Principal | null, string]>([
    ['is nobody any more', () => null, 'UNAUTHENTICATED'],
    ['has another role', ({ id }) => somebody(id ?? '', mine, 'finance'), 'FORBIDDEN'],
    ['has gone to another provider', ({ id }) => somebody(id ?? '', other, 'operations'), 'NOT_FOUND'],
  ])('the stream of somebody who %s ends with an error', async (_name, become, code) => {
    const run = await runOf(mine);
    const principal = newcomer();
    const { subscribe, receive, socket } = await openAs(principal);
    subscribe(EVENTS, { run });
    await append(pool(), run, ...progress(1));
    expect(await receive()).toMatchObject({ type: 'next' });
    callers.change(principal.id ?? '', become(principal));
    const last = await lastMessage(run, receive);
    expect(last).toMatchObject({ type: 'error', payload: [{ extensions: { code, remedy: expect.any(String) } }] });
    expect(JSON.stringify(last)).not.toContain('"http"');
    await vi.waitUntil(() => hub.subscribers === 0);
    socket.close();
  });

  test('so does one of server-sent events', async () => {
    const run = await runOf(mine);
    const principal = newcomer();
    await append(pool(), run, ...progress(1));
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...callers.as(principal) },
      body: JSON.stringify({ query: EVENTS, variables: { run } }),
    });
    const events = readServerSentEvents(response);
    expect((await events.next()).value).toMatchObject({ data: { data: { chainRunEvents: { number: 1 } } } });
    callers.change(principal.id ?? '', null);
    for (;;) {
      await append(pool(), run, ...progress(1));
      const { value } = await events.next();
      const { errors } = (value as { data: { errors?: unknown[] } }).data;
      if (!errors) continue;
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      break;
    }
    expect((await events.next()).value).toMatchObject({ event: 'complete' });
    await vi.waitUntil(() => hub.subscribers === 0);
  });

  test('a socket asks no more in the name of somebody who is nobody any more', async () => {
    const principal = newcomer();
    const { subscribe, receive, socket } = await openAs(principal);
    callers.change(principal.id ?? '', null);
    subscribe('{ courses { totalCount } }');
    expect(await receive()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    socket.close();
  });

  test('S1.25 chainRunsChanged tells each of the runs that they may see, of no other', async () => {
    const runs = [await runOf(mine), await runOf(other), await runOf(null), await runOf(mine)];
    const streams = [await toldTo(newcomer(mine), 2), await toldTo(newcomer(other), 1), await toldTo(newcomer('every'), 4)];
    for (const run of runs) await append(pool(), run, ...progress(1));
    const [own, others, every] = await Promise.all(streams.map((receiveAll) => receiveAll()));
    expect(own?.sort()).toEqual([runs[0], runs[3]].sort());
    expect(others).toEqual([runs[1]]);
    expect(every?.sort()).toEqual([...runs].sort());
  });

  test('a key’s hundred streams on ten sockets ask after it once a second, not once an event', async () => {
    const run = await runOf(mine);
    const key: Principal = { ...newcomer(), kind: 'api_key' };
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openAs(key)));
    for (const { subscribe } of sockets) for (let id = 0; id < 10; id += 1) subscribe(EVENTS, { run }, String(id));
    await vi.waitUntil(() => hub.subscribers === 100);
    refresh.mockClear();
    const begun = performance.now();
    await append(pool(), run, ...progress(20));
    for (const { receive } of sockets) for (let message = 0; message < 200; message += 1) await receive();
    const seconds = (performance.now() - begun) / 1000;
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
    for (const { socket } of sockets) socket.terminate();
  });
});
