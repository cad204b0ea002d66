import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SyncInput, SyncStart } from '../../src/modules/sync/sync-input.js';
import { EXTERNAL_KEY, startTestApi, type TestApi } from './test-api.js';

const PATH = '/api/external/upcoming-course-runs';
const UEN = '201003953Z';
const OTHER_UEN = '201104064W';
const STATUS_URL = new RegExp(`^${PATH}/[0-9a-f-]{36}$`);

/** Stands for the sync: notes what was asked for, and never ends by itself. */
function pretendSync() {
  const asked: SyncInput[] = [];
  let running: SyncStart | null = null;
  return {
    asked,
    isRunning: (start: SyncStart | null) => {
      running = start;
    },
    beginSync: async (
      deps: TestApi['deps'],
      input: SyncInput,
      options: { signal?: AbortSignal | undefined } = {},
    ): Promise<SyncStart> => {
      asked.push(input);
      if (running) return running;
      const finished = new Promise<never>((_resolve, reject) => {
        options.signal?.addEventListener('abort', () => reject(new Error('stopped at a safe point')));
      });
      return { kind: 'begun', batchId: deps.newId(), runId: `upcoming_${deps.now()}`, continued: false, finished };
    },
  };
}

const sync = pretendSync();
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ beginSync: sync.beginSync });
});
afterAll(() => api.close());
beforeEach(async () => {
  sync.asked.length = 0;
  sync.isRunning(null);
  await api.deps.database.pool.query('DELETE FROM training_provider');
});

async function addProvider(uen: string): Promise<string> {
  const { id } = await api.deps.database.prisma.trainingProvider.create({
    data: { uen, code: `${uen}-01`, name: `Invented Academy ${uen}` },
  });
  return id;
}

interface TriggerAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & {
    error?: { code: string; remedy: string; fields?: unknown[] };
    batches?: Record<string, unknown>[];
  };
}

async function post(
  options: { query?: string; body?: string; headers?: Record<string, string>; at?: TestApi } = {},
): Promise<TriggerAnswer> {
  const response = await fetch(`${(options.at ?? api).server.url}${PATH}${options.query ?? ''}`, {
    method: 'POST',
    headers: { 'x-api-key': EXTERNAL_KEY, ...options.headers },
    ...(options.body !== undefined && { body: options.body }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as TriggerAnswer['body'] };
}

describe('S0.3 the key', () => {
  test.each<[string, Record<string, string>]>([
    ['missing', { 'x-api-key': '' }],
    ['wrong', { 'x-api-key': 'another-key-altogether' }],
    ['only the beginning', { 'x-api-key': EXTERNAL_KEY.slice(0, -1) }],
    ['right, but in another header', { 'x-api-key': '', authorization: `Bearer ${EXTERNAL_KEY}` }],
  ])('a key that is %s gets 401 and begins nothing', async (_case, headers) => {
    await addProvider(UEN);
    const { status, body } = await post({ headers });
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ code: 'WRONG_API_KEY', remedy: expect.stringContaining('x-api-key') });
    expect(sync.asked).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['an empty header', { 'x-api-key': '' }],
    ['any header', { 'x-api-key': 'undefined' }],
  ])('without a configured key, %s gets 503: it fails closed', async (_case, headers) => {
    const closed = await startTestApi({ environment: { EXTERNAL_API_KEY_FOR_CLAWDBOT: '' }, beginSync: sync.beginSync });
    try {
      const response = await fetch(`${closed.server.url}${PATH}`, { method: 'POST', headers });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        error: { code: 'EXTERNAL_KEY_NOT_CONFIGURED', remedy: expect.stringContaining('EXTERNAL_API_KEY_FOR_CLAWDBOT') },
      });
      expect(sync.asked).toEqual([]);
    } finally {
      await closed.close();
    }
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s gets 405 with the right method, whatever the key',
    async (method) => {
      const response = await fetch(`${api.server.url}${PATH}`, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    },
  );
});

describe('S0.3 beginning a sync', () => {
  test('202 with where to follow it, without any body', async () => {
    const providerId = await addProvider(UEN);
    const { status, headers, body } = await post();
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(body.statusUrl);
    expect(body).toEqual({
      batchId: expect.any(String),
      runId: expect.stringMatching(/^upcoming_\d+$/),
      status: 'running',
      statusUrl: expect.stringMatching(STATUS_URL),
      batches: [
        { provider: UEN, batchId: body.batchId, runId: body.runId, status: 'running', begun: true, statusUrl: body.statusUrl },
      ],
    });
    expect(sync.asked).toEqual([{ providerId, trigger: 'http' }]);
  });

  test('every provider’s sync begins when none is named', async () => {
    const ids = [await addProvider(UEN), await addProvider(OTHER_UEN)];
    const { status, body } = await post();
    expect(status).toBe(202);
    expect(body.batches?.map((batch) => batch.provider)).toEqual([UEN, OTHER_UEN]);
    expect(sync.asked.map(({ providerId }) => providerId)).toEqual(ids);
  });

  test.each<[string, { query?: string; body?: string }]>([
    ['the query', { query: `?provider=${OTHER_UEN}&courseRunId=850001` }],
    ['the body', { body: JSON.stringify({ provider: OTHER_UEN.toLowerCase(), courseRunId: '850001' }) }],
  ])('one provider and one run can be named in %s', async (_where, request) => {
    await addProvider(UEN);
    const providerId = await addProvider(OTHER_UEN);
    expect((await post(request)).status).toBe(202);
    expect(sync.asked).toEqual([{ providerId, trigger: 'http', onlySsgRunId: '850001' }]);
  });

  test('bug 23: 409 names the batch that is running', async () => {
    await addProvider(UEN);
    sync.isRunning({
      kind: 'already_running',
      batchId: api.deps.newId(),
      runId: 'upcoming_1',
      startedAt: '2026-01-05T18:00:00.000Z',
    });
    const { status, body } = await post();
    expect(status).toBe(409);
    expect(body).toMatchObject({
      error: { code: 'ALREADY_RUNNING' },
      runId: 'upcoming_1',
      statusUrl: expect.stringMatching(STATUS_URL),
    });
  });

  test('without any provider, 409 tells how to add one', async () => {
    const { status, body } = await post();
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'NO_PROVIDER', remedy: expect.stringContaining('provider add') });
  });

  test('an unknown provider gets 404', async () => {
    await addProvider(UEN);
    const { status, body } = await post({ query: `?provider=${OTHER_UEN}` });
    expect(status).toBe(404);
    expect(body.error?.code).toBe('UNKNOWN_PROVIDER');
  });

  test('a run without its provider gets 400 where there are several', async () => {
    await addProvider(UEN);
    await addProvider(OTHER_UEN);
    const { status, body } = await post({ body: '{"courseRunId":"850001"}' });
    expect(status).toBe(400);
    expect(body.error?.code).toBe('PROVIDER_REQUIRED');
  });
});

describe('bad input gets 400 and names the fields', () => {
  test.each<[string, { query?: string; body?: string }, string[]]>([
    ['a run id that is a number', { body: '{"courseRunId":850001}' }, ['body.courseRunId']],
    ['two wrong fields', { body: '{"provider":"x","courseRunId":"abc"}' }, ['body.courseRunId', 'body.provider']],
    ['a field that is not known', { body: '{"today":"2026-01-05"}' }, ['body.today']],
    ['a query parameter given twice', { query: `?provider=${UEN}&provider=${OTHER_UEN}` }, ['query.provider']],
    ['an array', { body: '[]' }, ['body']],
  ])('%s', async (_case, request, paths) => {
    await addProvider(UEN);
    const { status, body } = await post(request);
    expect(status).toBe(400);
    expect(body.error?.code).toBe('INVALID_INPUT');
    expect(body.error?.fields?.map((field) => (field as { path: string }).path).sort()).toEqual(paths);
    expect(sync.asked).toEqual([]);
  });

  test('a body that is not JSON gets 400', async () => {
    expect(await post({ body: '{"provider":' })).toMatchObject({ status: 400, body: { error: { code: 'INVALID_JSON' } } });
  });

  test('a body that is too large gets 413', async () => {
    expect(await post({ body: JSON.stringify({ provider: 'x'.repeat(20_000) }) })).toMatchObject({
      status: 413,
      body: { error: { code: 'BODY_TOO_LARGE' } },
    });
  });
});

const getStatus = async (batchId: string, headers: Record<string, string> = { 'x-api-key': EXTERNAL_KEY }) => {
  const response = await fetch(`${api.server.url}${PATH}/${batchId}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('the status of a batch', () => {
  test('needs the key as well', async () => {
    expect((await getStatus(api.deps.newId(), {})).status).toBe(401);
  });

  test.each(['not-an-id', '00000000-0000-7000-8000-000000000000', '%00', '..%2f..'])('of %s is 404', async (batchId) => {
    expect(await getStatus(batchId)).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_BATCH' } } });
  });
});

test('close() stops the syncs begun here and waits for them', async () => {
  let stopped = false;
  const ending = await startTestApi({
    beginSync: async (deps, _input, options = {}) => {
      const finished = new Promise<never>((_resolve, reject) => {
        options.signal?.addEventListener('abort', () => {
          // As a real batch does, it finishes what it has in hand first.
          setImmediate(() => {
            stopped = true;
            reject(new Error('interrupted'));
          });
        });
      });
      return { kind: 'begun', batchId: deps.newId(), runId: 'upcoming_1', continued: false, finished };
    },
  });
  await ending.deps.database.prisma.trainingProvider.create({ data: { uen: UEN, code: `${UEN}-01`, name: 'Invented Academy' } });
  expect((await post({ at: ending })).status).toBe(202);
  await ending.server.close();
  expect(stopped).toBe(true);
  expect(ending.logged).toContainEqual(expect.objectContaining({ event: 'sync_batch_lost', batch: 'upcoming_1' }));
  await expect(fetch(ending.server.url)).rejects.toThrow('fetch failed');
  await ending.close();
});
