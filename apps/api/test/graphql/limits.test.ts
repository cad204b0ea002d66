import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitTime } from '../../src/graphql/time-limit.js';
import { createLogger } from '../../src/logger.js';
import { openSocket } from '../events/follow.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, WITH_EXTERNAL_KEY } from './ask.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const post = (target: TestApi, query: string, headers: Record<string, string> = WITH_EXTERNAL_KEY) =>
  fetch(`${target.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

const costOf = async (query: string) =>
  ((await (await post(api, query)).json()) as { extensions?: { cost?: unknown } }).extensions?.cost;

const names = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `a${from + index}: courses { totalCount }`).join(' ');
const acts = (count: number) =>
  Array.from({ length: count }, (_, index) => `a${index}: chainRunCancel(input: { chainRunId: "0" }) { __typename }`).join(' ');
const numbers = ({ headers }: Response) =>
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map((name) => Number(headers.get(name)));

describe('the cost of an operation', () => {
  test.each([
    ['one for each field', '{ __typename }', 1],
    ['and for each row of a page', '{ courses(first: 100) { nodes { id } } }', 3 + 100],
    [
      'pages inside pages are multiplied',
      '{ courses(first: 10) { nodes { courseRuns(first: 5) { nodes { id } } } } }',
      5 + 10 + 50,
    ],
    ['a page without a size has twenty', '{ courses { nodes { id } } }', 3 + 20],
    ['fragments cost what they spread, and one', '{ ...F ...F } fragment F on Query { __typename }', 4],
    ['ids are rows', '{ nodes(ids: ["eA==", "eQ=="]) { id } }', 2 + 2],
    ['a list of rows that takes no size has twenty', '{ incidents(first: 2) { nodes { deliveries { id } } } }', 4 + 2 + 40],
    ['a list of something else multiplies what is inside', '{ viewer { roles { permissions } } }', 3],
  ])('%s: it is told in the answer', async (_name, query, requested) => {
    expect(await costOf(query)).toEqual({ requested, limit: 20_000 });
  });

  test('lists that take no size do not multiply unseen: each incident’s messages lead back to it', async () => {
    const around = (times: number): string => (times === 0 ? 'id' : `deliveries { incident { ${around(times - 1)} } }`);
    const { status, errors } = await ask(api, `{ incidents(first: 1) { nodes { ${around(4)} } } }`);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions?.['code']).toBe('TOO_MANY_ROWS');
  });

  test('the same operation costs what its variables make of it, every time', async () => {
    const query = 'query ($size: Int!) { courses(first: $size) { nodes { courseRuns(first: $size) { nodes { id } } } } }';
    const asked = async (size: number) => {
      const { errors, text } = await ask(api, query, { size });
      const { extensions } = JSON.parse(text) as { extensions?: { cost?: { requested: number } } };
      return errors?.[0]?.extensions?.['code'] ?? extensions?.cost?.requested;
    };
    const sizes = [2, 3, 101, 2, -1, 3];
    const answers: unknown[] = [];
    for (const size of sizes) answers.push(await asked(size));
    expect(answers).toEqual([5 + 2 + 4, 5 + 3 + 9, 'BAD_USER_INPUT', 5 + 2 + 4, 'BAD_USER_INPUT', 5 + 3 + 9]);
  });

  test('fields and rows together may not cost too much', async () => {
    const pages = Array.from(
      { length: 20 },
      (_, index) => `a${index}: courseRuns(first: 9) { nodes { enrolments(first: 100) { nodes { id } } } }`,
    );
    const { errors, status } = await ask(
      api,
      `{ ${pages.join(' ')} b: courseRuns(first: 100) { nodes { enrolments(first: 17) { nodes { id } } } } }`,
    );
    expect(status).toBe(400);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/would cost \d+ \(\d+ fields and \d+ rows\), and at most 20000/),
      extensions: { code: 'TOO_COSTLY', cost: { requested: expect.any(Number), limit: 20_000 } },
    });
  });

  test('thirty names for a field are enough, wherever they stand, and nothing is read for more', async () => {
    expect((await ask(api, `{ ${names(30)} }`)).errors).toBeUndefined();
    for (const query of [
      `{ ${names(31)} }`,
      `{ ${names(16)} ...F } fragment F on Query { ${names(16, 16)} }`,
      `{ courses { nodes { ${Array.from({ length: 31 }, (_, index) => `a${index}: title`).join(' ')} } } }`,
      `{ x: courses { ...A } x: courses { ...B } } fragment A on CourseConnection { ${Array.from({ length: 16 }, (_, index) => `a${index}: totalCount`).join(' ')} } fragment B on CourseConnection { ${Array.from({ length: 16 }, (_, index) => `b${index}: totalCount`).join(' ')} }`,
    ]) {
      const { result, statements } = await api.statements.during(() => ask(api, query));
      expect([result.status, result.errors?.[0]?.extensions?.code]).toEqual([400, 'TOO_MANY_ALIASES']);
      expect(statements).toEqual([]);
    }
  });

  test('ten acts are enough for one mutation', async () => {
    const { result, statements } = await api.statements.during(() => ask(api, `mutation { ${acts(11)} }`));
    expect([result.status, result.errors?.[0]?.extensions?.code]).toEqual([400, 'TOO_MANY_ACTS']);
    expect(statements).toEqual([]);
    expect((await ask(api, `mutation { ${acts(10)} }`)).errors?.[0]?.extensions?.code).not.toBe('TOO_MANY_ACTS');
  });
});

describe('the rate', () => {
  const callers = knownCallers();
  let limited: TestApi;
  beforeAll(async () => {
    limited = await startTestApi({ authenticator: callers.authenticator, environment: { API_RATE_PER_MINUTE: '1000' } });
  });
  afterAll(() => limited.close());
  const newcomer = () => callers.as(somebody(randomUUID(), 'every', 'admin'));

  test('a request is a point, and its operation what it costs: the headers tell what is left', async () => {
    const headers = newcomer();
    expect(numbers(await post(limited, '{ __typename }', headers))).toEqual([1000, 998, 60]);
    const [limit, remaining, reset] = numbers(await post(limited, '{ courses(first: 100) { nodes { id } } }', headers));
    expect([limit, remaining]).toEqual([1000, 998 - 1 - 103]);
    expect(reset).toBeGreaterThan(0);
    // What is wrong is a request all the same.
    expect(numbers(await post(limited, '{', headers))[1]).toBe(893);
    expect(numbers(await post(limited, '{ nothing }', headers))[1]).toBe(892);
  });

  test('what is not left is refused before anything is read, and is not paid for', async () => {
    const headers = newcomer();
    const query = '{ courses(first: 100) { nodes { courseRuns(first: 4) { totalCount } } } }';
    expect((await post(limited, query, headers)).status).toBe(200);
    const { result: response, statements } = await limited.statements.during(() => post(limited, query, headers));
    expect(response.status).toBe(429);
    expect(statements).toEqual([]);
    const { errors } = (await response.json()) as { errors: { message: string; extensions: Record<string, unknown> }[] };
    const wait = Number(response.headers.get('retry-after'));
    expect(errors).toMatchObject([
      {
        message: 'This would cost 504 points, and 494 of 1000 are left.',
        extensions: { code: 'RATE_LIMITED', retryAfter: wait, remedy: expect.stringContaining(`Wait ${wait} seconds`) },
      },
    ]);
    expect(wait).toBe(Number(response.headers.get('ratelimit-reset')));
    expect((await post(limited, '{ courses(first: 100) { totalCount } }', headers)).status).toBe(200);
  });

  test('an operation that costs more than a minute has is told so', async () => {
    const response = await post(
      limited,
      '{ courses(first: 100) { nodes { courseRuns(first: 10) { totalCount } } } }',
      newcomer(),
    );
    expect(await response.text()).toContain('No minute has so many points');
  });

  test('one principal’s spending is not another’s, and a socket spends from the same', async () => {
    const headers = newcomer();
    const [, before] = numbers(await post(limited, '{ __typename }', headers));
    const { subscribe, receive, socket } = await openSocket(limited.server.url, { payload: {}, headers });
    subscribe('{ __typename }');
    await receive();
    await receive();
    for (let id = 2; id < 6; id += 1)
      subscribe('{ courses(first: 100) { nodes { courseRuns(first: 2) { totalCount } } } }', {}, String(id));
    const answers = await Promise.all(Array.from({ length: 8 }, () => receive()));
    expect(JSON.stringify(answers)).toContain('RATE_LIMITED');
    expect(JSON.stringify(answers)).not.toContain('"http"');
    socket.close();
    expect(numbers(await post(limited, '{ __typename }', headers))[1]).toBeLessThan((before ?? 0) - 600);
    expect(numbers(await post(limited, '{ __typename }', newcomer()))[1]).toBe(998);
  });

  test('those who say nothing share their address’s tenth', async () => {
    const asked: Response[] = [];
    for (let time = 0; time < 51; time += 1) asked.push(await post(limited, '{ __typename }', {}));
    expect(numbers(asked[0] as Response).slice(0, 2)).toEqual([100, 98]);
    expect(asked.slice(0, 50).every(({ status }) => status === 200)).toBe(true);
    expect(asked[50]?.status).toBe(429);
    expect((await post(limited, '{ __typename }', newcomer())).status).toBe(200);
  });
});

describe('the time limit', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', destination: { write: (line) => void lines.push(JSON.parse(line)) } });

  test('who waits too long is told so, with what may still happen; the log has a line', async () => {
    const work = new EventEmitter();
    const done = once(work, 'done');
    const limited = limitTime(() => done, { ms: 5, log, requestId: 'request-1' });
    expect(await limited({})).toMatchObject({
      errors: [
        {
          message: 'The operation took longer than 0.005 seconds.',
          extensions: { code: 'TIMEOUT', http: { status: 504 }, remedy: expect.stringContaining('idempotencyKey') },
        },
      ],
    });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'graphql_timeout', ms: 5, requestId: 'request-1' }));
    work.emit('done');
    await done;
  });

  test('what is answered in time is answered as it is, a failure as a failure', async () => {
    expect(await limitTime(async () => ({ data: { a: 1 } }), { ms: 10_000, log, requestId: 'request-1' })({})).toEqual({
      data: { a: 1 },
    });
    expect(limitTime(() => ({ data: null }), { ms: 10_000, log, requestId: 'request-1' })({})).toEqual({ data: null });
    const failing = limitTime(() => Promise.reject(new Error('broken')), { ms: 10_000, log, requestId: 'request-1' });
    await expect(failing({})).rejects.toThrow('broken');
  });
});
