import { request as nodeRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createEventHub, type EventHub } from '../../src/events/event-hub.js';
import { createPostgresChannel } from '../../src/events/postgres-channel.js';
import { MAX_FIELDS } from '../../src/graphql/page-limits.js';
import { type RunningServer, startServer } from '../../src/http/server.js';
import { append, FINAL, progress, startRun, upTo } from '../events/chain-runs.js';
import { type Message, openSocket, readServerSentEvents } from '../events/follow.js';
import { EXTERNAL_KEY, startTestApi, type TestApi } from '../http/test-api.js';

const FOLLOW =
  'subscription ($run: ID!, $after: Int) { chainRunEvents(chainRunId: $run, after: $after) { number kind step message data createdAt } }';
const NUMBERS = 'subscription ($run: ID!, $after: Int) { chainRunEvents(chainRunId: $run, after: $after) { number } }';

let api: TestApi;
let hub: EventHub;
let server: RunningServer;
beforeAll(async () => {
  api = await startTestApi();
  ({ hub, server } = await startAnotherServer());
});
// Whatever a test did with its sockets and streams, nothing is left of them.
afterEach(() => vi.waitUntil(() => hub.subscribers === 0));
afterAll(async () => {
  await server.close();
  await hub.close();
  await api.close();
});

async function startAnotherServer() {
  const { log, database } = api.deps;
  const channel = createPostgresChannel({ connection: database.pool.options, log });
  const own = createEventHub({ pool: database.pool, channel, log, changeIntervalMs: 20 });
  return { hub: own, server: await startServer(api.deps, { port: 0, events: own }) };
}

const pool = () => api.deps.database.pool;

/** Numbers of the events up to `complete`, which must come. */
async function numbersToTheEnd(receive: () => Promise<Message>): Promise<number[]> {
  const numbers: number[] = [];
  for (;;) {
    const message = await receive();
    if (message.type === 'complete') return numbers;
    expect(message.type).toBe('next');
    numbers.push((message.payload as { data: { chainRunEvents: { number: number } } }).data.chainRunEvents.number);
  }
}

const errorsOf = (message: Message) => {
  if (message.type === 'error') return message.payload as { message: string; extensions?: Record<string, unknown> }[];
  return (message.payload as { errors?: { message: string; extensions?: Record<string, unknown> }[] }).errors;
};

const follow = (query: string, variables: Record<string, unknown>, signal?: AbortSignal) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-api-key': EXTERNAL_KEY },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });

describe('chainRunEvents over WebSocket', () => {
  test('tells stored and live events and ends with the run', async () => {
    const runId = await startRun(pool());
    await append(pool(), runId, { kind: 'step_completed', step: 'sync_runs', message: 'Done.', data: { runs: 2 } });
    const { subscribe, receive, socket } = await openSocket(server.url);
    subscribe(FOLLOW, { run: runId });
    expect(await receive()).toEqual({
      id: '1',
      type: 'next',
      payload: {
        data: {
          chainRunEvents: {
            number: 1,
            kind: 'step_completed',
            step: 'sync_runs',
            message: 'Done.',
            data: { runs: 2 },
            createdAt: expect.any(String),
          },
        },
      },
    });
    const rest = numbersToTheEnd(receive);
    await append(pool(), runId, ...progress(2));
    await append(pool(), runId, FINAL);
    expect(await rest).toEqual([2, 3, 4]);
    socket.close();
  });

  test('goes on in another process from the number that arrived', async () => {
    const runId = await startRun(pool());
    await append(pool(), runId, ...progress(2));
    const first = await openSocket(server.url);
    first.subscribe(NUMBERS, { run: runId });
    await first.receive();
    first.socket.terminate();
    const second = await openSocket(api.server.url);
    second.subscribe(NUMBERS, { run: Buffer.from(`ChainRun:${runId}`).toString('base64'), after: 1 });
    const rest = numbersToTheEnd(second.receive);
    await append(pool(), runId, ...progress(3), FINAL);
    expect(await rest).toEqual(upTo(6, 2));
    second.socket.close();
  });

  test('completed by the subscriber or by a lost connection leaves nothing', async () => {
    const runId = await startRun(pool());
    const one = await openSocket(server.url);
    for (const id of ['a', 'b', 'c']) one.subscribe(NUMBERS, { run: runId }, id);
    await expect.poll(() => hub.subscribers).toBe(3);
    one.send({ id: 'b', type: 'complete' });
    await expect.poll(() => hub.subscribers).toBe(2);
    one.socket.terminate();
    await expect.poll(() => hub.subscribers).toBe(0);
  });

  test('a burst of a thousand events arrives whole at thirty sockets, each in order', async () => {
    const runId = await startRun(pool());
    const sockets = await Promise.all(Array.from({ length: 30 }, () => openSocket(server.url)));
    for (const { subscribe } of sockets) subscribe(NUMBERS, { run: runId });
    const all = sockets.map(({ receive }) => numbersToTheEnd(receive));
    for (let round = 0; round < 10; round += 1) await append(pool(), runId, ...progress(100));
    await append(pool(), runId, FINAL);
    for (const numbers of await Promise.all(all)) expect(numbers).toEqual(upTo(1001));
    for (const { socket } of sockets) socket.close();
  });

  test('an event costs no statement per subscriber and field', async () => {
    const runId = await startRun(api.deps.database.pool);
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openSocket(api.server.url)));
    await append(pool(), runId, ...progress(1));
    for (const { subscribe } of sockets) subscribe(FOLLOW, { run: runId });
    await Promise.all(sockets.map(({ receive }) => receive()));
    const { statements } = await api.statements.during(async () => {
      await append(pool(), runId, ...progress(1));
      await Promise.all(sockets.map(({ receive }) => receive()));
    });
    expect(statements.filter((statement) => !/BEGIN|COMMIT|INSERT INTO/.test(statement)).length).toBeLessThanOrEqual(2);
    for (const { socket } of sockets) socket.terminate();
  });
});

describe('chainRunEvents over server-sent events', () => {
  test('tells stored and live events and ends with the run', async () => {
    const runId = await startRun(pool());
    await append(pool(), runId, ...progress(2));
    const response = await follow(NUMBERS, { run: runId, after: 1 });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = readServerSentEvents(response);
    expect((await events.next()).value).toEqual({ event: 'next', data: { data: { chainRunEvents: { number: 2 } } } });
    await append(pool(), runId, FINAL);
    expect((await events.next()).value).toEqual({ event: 'next', data: { data: { chainRunEvents: { number: 3 } } } });
    expect((await events.next()).value).toEqual({ event: 'complete', data: null });
    expect((await events.next()).done).toBe(true);
  });

  test('hung up leaves nothing', async () => {
    const runId = await startRun(pool());
    const abort = new AbortController();
    await append(pool(), runId, ...progress(1));
    const events = readServerSentEvents(await follow(NUMBERS, { run: runId }, abort.signal));
    await events.next();
    expect(hub.subscribers).toBe(1);
    abort.abort();
    await expect.poll(() => hub.subscribers).toBe(0);
  });
});

/** What a request for a WebSocket is answered with where it gets none. */
function answerToUpgrade(headers: Record<string, string>, path = '/graphql'): Promise<{ status?: number; code?: string }> {
  return new Promise((resolve, reject) => {
    const handshake = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'sec-websocket-protocol': 'graphql-transport-ws',
    };
    const request = nodeRequest({ port: server.port, path, headers: { ...handshake, ...headers } }, async (response) => {
      const body = await response.setEncoding('utf8').reduce((text: string, chunk: string) => text + chunk, '');
      resolve({ status: response.statusCode ?? 0, code: (JSON.parse(body) as { error: { code: string } }).error.code });
    });
    request.once('error', reject).end();
  });
}

/** The one error that an operation is answered with, over either transport. */
async function refusalsOf(query: string, variables: Record<string, unknown>) {
  const { subscribe, receive, socket } = await openSocket(server.url);
  subscribe(query, variables);
  const overSocket = errorsOf(await receive()) ?? [];
  socket.close();
  const response = await follow(query, variables);
  const text = (await response.text()).split('data: ').at(response.headers.get('content-type')?.includes('event-stream') ? 1 : 0);
  const { errors: overHttp = [] } = JSON.parse(text?.split('\n')[0] ?? '') as { errors?: typeof overSocket };
  return [...overSocket, ...overHttp];
}

/** Short to read, long to answer. */
const MANY_FIELDS = `
  fragment Many on ChainRunEvent { ${'number '.repeat(400)} }
  subscription { chainRunEvents(chainRunId: "1") { ${'...Many '.repeat(MAX_FIELDS / 400)} } }`;

describe('what is refused', () => {
  const typed: [name: string, query: string, variables: Record<string, unknown>, code: string][] = [
    ['an unknown chain run', NUMBERS, { run: '987654321' }, 'NOT_FOUND'],
    ['an id that is none', NUMBERS, { run: 'nonsense' }, 'NOT_FOUND'],
    ['another noun’s id', NUMBERS, { run: Buffer.from('CourseRun:12').toString('base64') }, 'NOT_FOUND'],
    ['a number below 0', NUMBERS, { run: '1', after: -1 }, 'BAD_USER_INPUT'],
    ['a text with NUL', NUMBERS, { run: 'a\0b' }, 'BAD_USER_INPUT'],
    ['too many fields', MANY_FIELDS, {}, 'TOO_LARGE'],
  ];
  test.each(typed)('%s, with a code', async (_name, query, variables, code) => {
    const refusals = await refusalsOf(query, variables);
    expect(refusals).toHaveLength(2);
    for (const { extensions } of refusals) expect(extensions).toMatchObject({ code });
  });

  const wrong: [name: string, query: string, message: RegExp][] = [
    ['an unknown field', 'subscription { nothing }', /Cannot query field "nothing"/],
    ['a syntax error', 'subscription {', /Syntax Error/],
    ['a document beyond all measure', `{ ${'a '.repeat(6000)} }`, /5000 tokens/],
  ];
  test.each(wrong)('%s', async (_name, query, message) => {
    const refusals = await refusalsOf(query, {});
    expect(refusals).toHaveLength(2);
    for (const refusal of refusals) expect(refusal.message).toMatch(message);
  });

  test('a page of another site', async () => {
    for (const origin of ['https://elsewhere.example.org', 'null', 'http://localhost.example.org', 'http://localhost:3000'])
      expect(await answerToUpgrade({ origin })).toEqual({ status: 403, code: 'ORIGIN_NOT_ALLOWED' });
    const own = await openSocket(server.url, { origin: server.url });
    own.socket.close();
  });

  test('a name that is not this machine’s (DNS rebinding), with the answer HTTP gives', async () => {
    expect(await answerToUpgrade({ host: 'rebound.example.org' })).toEqual({ status: 421, code: 'HOST_NOT_ALLOWED' });
  });

  test('a socket at another URL is answered like any request there', async () => {
    expect(await answerToUpgrade({}, '/nothing')).toEqual({ status: 404, code: 'NOT_FOUND' });
  });

  test('a protocol that is not spoken here', async () => {
    const { closed } = await openSocket(server.url, { init: false, protocol: 'graphql-transport-ws' }).then((opened) => {
      opened.socket.send('no JSON');
      return opened;
    });
    expect(await closed).toBe(4400);
    await expect(openSocket(server.url, { init: false, protocol: 'graphql-ws' })).rejects.toThrow('Server sent no subprotocol');
  });

  test('an operation before the introduction', async () => {
    const { subscribe, closed } = await openSocket(server.url, { init: false });
    subscribe('{ __typename }');
    expect(await closed).toBe(4401);
  });

  test('a message above 64 KiB', async () => {
    const { socket, closed } = await openSocket(server.url);
    socket.on('error', () => undefined);
    socket.send(JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(70_000) } }));
    expect(await closed).toBe(1009);
  });

  test('more than a hundred subscriptions on one socket', async () => {
    const runId = await startRun(pool());
    const { subscribe, receive, socket } = await openSocket(server.url);
    for (let id = 1; id <= 101; id += 1) subscribe(NUMBERS, { run: runId }, String(id));
    const refusal = await receive();
    expect(refusal).toMatchObject({ id: '101', type: 'error' });
    expect(errorsOf(refusal)?.[0]?.extensions).toEqual({ code: 'TOO_MANY_SUBSCRIPTIONS' });
    socket.terminate();
  });
});

describe('the connection', () => {
  test('is one line in the log, with the id of its request, which its errors tell too', async () => {
    const { subscribe, receive, socket, closed } = await openSocket(server.url, { headers: { 'x-request-id': 'socket-0001' } });
    await pool().query('ALTER TABLE task_chain_logs RENAME COLUMN last_event_number TO hidden');
    subscribe(NUMBERS, { run: '1' });
    const [error] = errorsOf(await receive()) ?? [];
    await pool().query('ALTER TABLE task_chain_logs RENAME COLUMN hidden TO last_event_number');
    expect(error).toMatchObject({ extensions: { code: 'INTERNAL_ERROR', requestId: 'socket-0001' } });
    expect(JSON.stringify(error)).not.toContain('last_event_number');
    socket.close();
    await closed;
    const line = { event: 'http_request', requestId: 'socket-0001', route: '/graphql', status: 101 };
    await expect.poll(() => api.logged).toContainEqual(expect.objectContaining(line));
    expect(api.logged).toContainEqual(expect.objectContaining({ event: 'graphql_error', requestId: 'socket-0001' }));
  });

  test('answers queries and pings', async () => {
    const { subscribe, receive, send, socket } = await openSocket(server.url);
    subscribe('{ courses { totalCount } }');
    expect(await receive()).toMatchObject({ type: 'next', payload: { data: { courses: { totalCount: 0 } } } });
    expect(await receive()).toEqual({ id: '1', type: 'complete' });
    send({ type: 'ping' });
    expect(await receive()).toEqual({ type: 'pong' });
    socket.close();
  });

  test('is ended with 1001 when the server stops, and a stream tells that it breaks off', async () => {
    const another = await startAnotherServer();
    const runId = await startRun(pool());
    await append(pool(), runId, ...progress(1));
    const { subscribe, receive, closed } = await openSocket(another.server.url);
    subscribe(NUMBERS, { run: runId });
    await receive();
    const response = await fetch(
      `${another.server.url}/graphql?query=${encodeURIComponent(NUMBERS)}&variables={"run":"${runId}"}`,
      {
        headers: { accept: 'text/event-stream', 'x-api-key': EXTERNAL_KEY },
      },
    );
    const events = readServerSentEvents(response);
    expect((await events.next()).value).toMatchObject({ event: 'next' });
    await another.server.close();
    expect(await closed).toBe(1001);
    expect((await events.next()).value).toMatchObject({ data: { errors: [{ extensions: { code: 'SERVER_STOPPING' } }] } });
    expect(another.hub.subscribers).toBe(0);
    await another.hub.close();
  });

  test('a client that wishes for HTTP/2 is answered in HTTP/1.1, its body included', async () => {
    const body = JSON.stringify({ query: '{ courses { totalCount } }' });
    const lines = [
      'POST /graphql HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      'Content-Type: application/json',
      `X-Api-Key: ${EXTERNAL_KEY}`,
      `Content-Length: ${body.length}`,
      '',
      body,
    ];
    const socket = connect(server.port, '127.0.0.1');
    socket.write(lines.join('\r\n'));
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) {
      text += chunk;
      if (text.includes('"totalCount":0')) break;
    }
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

test('chainRunsChanged tells which runs to read again', async () => {
  const { subscribe, receive, socket } = await openSocket(server.url);
  subscribe('subscription { chainRunsChanged { chainRunId lastEventNumber } }');
  await expect.poll(() => hub.subscribers).toBe(1);
  const runId = await startRun(pool());
  await append(pool(), runId, ...progress(2));
  expect(await receive()).toMatchObject({
    payload: {
      data: { chainRunsChanged: { chainRunId: Buffer.from(`ChainRun:${runId}`).toString('base64'), lastEventNumber: 2 } },
    },
  });
  socket.close();
});
