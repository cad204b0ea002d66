import { expect, test, vi } from 'vitest';
import type { FaultRuleInput } from '../../src/simulator/fault-rule.js';
import { createCipher } from '../../src/wire/cipher.js';
import { enrolmentBody, KEY, open, openWithRuns, type Received, type Simulation } from './support/simulation.js';

const REFERENCE = 'ENR-2611-000001';
const RUNS = [
  { id: 850000, startDate: '2026-12-01', enrolments: [{ referenceNumber: REFERENCE }] },
  { id: 850001, startDate: '2026-12-02' },
  { id: 850002, startDate: '2026-12-03' },
  { id: 850003, startDate: '2026-12-04' },
  { id: 850004, startDate: '2026-12-05' },
];
const create = (simulation: Simulation, parts: { signal?: AbortSignal } = {}) =>
  simulation.call('enrolments.create', { body: enrolmentBody(850001), ...parts });
const view = (simulation: Simulation) => simulation.call('enrolments.view', { parameters: { referenceNumber: REFERENCE } });
const created = ({ simulator }: Simulation) => simulator.state.enrolments.ofRun(850001).length;

async function idsOfPages(simulation: Simulation, pages: number, pageSize: number): Promise<number[][]> {
  const ids: number[][] = [];
  for (let page = 0; page < pages; page++) {
    const { body } = await simulation.listRuns({ page: String(page), pageSize: String(pageSize) });
    const data = body.data as unknown as { course?: { runs: { id: number }[] } };
    ids.push((data.course?.runs ?? []).map(({ id }) => id - 850000));
  }
  return ids;
}

test.each<[FaultRuleInput['effect'], (received: Received) => unknown, unknown]>([
  [{ kind: 'status', status: 500, body: 'empty' }, ({ status, text }) => [status, text], [500, '']],
  [{ kind: 'status', status: 502, body: 'html' }, ({ status, text }) => [status, text.slice(0, 6)], [502, '<html>']],
  [
    { kind: 'status', status: 403, body: 'gateway', message: 'Access to this API has been disallowed' },
    ({ status, text }) => [status, text],
    [403, '{"error":"Access to this API has been disallowed"}'],
  ],
  [
    { kind: 'status', status: 503, message: 'Please try again later' },
    ({ status, body }) => [status, body],
    [503, { status: 503, data: {}, meta: {}, error: { message: 'Please try again later', details: [] } }],
  ],
  [{ kind: 'inner-status', status: 404, message: 'Not Found' }, ({ status, body }) => [status, body.status], [200, 404]],
  [{ kind: 'raw', status: 200, contentType: 'text/plain', text: 'OgR2' }, ({ status, text }) => [status, text], [200, 'OgR2']],
])('ssg-api.md §3.1 the fault %o spoils the answer', async (effect, read, expected) => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ operation: 'enrolments.view', effect });

  expect(read(await view(simulation))).toEqual(expected);
});

test('bug 5 a fault keeps the shape of the back end that it imitates', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ operation: 'courseRuns.get', effect: { kind: 'status', status: 403, message: 'Forbidden' } });

  expect((await simulation.viewRun(850000)).body).toMatchObject({
    status: 403,
    error: { code: 403, errorId: '', message: 'Forbidden' },
  });
});

test('a fault chooses by run, by nth call and by number of calls', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({
    operation: 'courseRuns.get',
    runId: 850001,
    fromCall: 2,
    times: 2,
    effect: { kind: 'status', status: 500 },
  });
  const statuses: number[] = [];

  for (let call = 0; call < 4; call++) statuses.push((await simulation.viewRun(850001)).status);

  expect(statuses).toEqual([200, 500, 500, 200]);
  expect((await simulation.viewRun(850000)).status).toBe(200);
  expect(simulation.simulator.faults.list()).toMatchObject([{ met: 4, applied: 2 }]);
});

test('a fault finds the run in the body of a search, the course in a query, the enrolment in the path', async () => {
  const simulation = await openWithRuns(RUNS);
  const effect = { kind: 'status', status: 500 } as const;
  simulation.simulator.faults.add({ runId: '850000', effect });
  simulation.simulator.faults.add({ operation: 'enrolments.view', referenceNumber: REFERENCE, effect });
  simulation.simulator.faults.add({ operation: 'courseRuns.listByReference', courseReferenceNumber: 'TGS-0000000000', effect });

  expect((await simulation.search({ course: { run: { id: '850000' } } })).status).toBe(500);
  expect((await simulation.search({ course: { run: { id: '850001' } } })).status).toBe(404);
  expect((await view(simulation)).status).toBe(500);
  expect((await simulation.listRuns()).status).toBe(200);
});

test('ssg-api.md §10.7 a slow create succeeds after the client gave up', async () => {
  const simulation = await openWithRuns(RUNS);
  await simulation.bearer();
  simulation.simulator.faults.add({ operation: 'enrolments.create', effect: { kind: 'hold', when: 'before-effect' } });
  const client = new AbortController();

  const call = create(simulation, { signal: client.signal });
  await vi.waitFor(() => expect(simulation.simulator.faults.list()).toMatchObject([{ applied: 1 }]));
  client.abort();
  await expect(call).rejects.toThrow('aborted');
  expect(created(simulation)).toBe(0);
  simulation.simulator.faults.clear();

  await vi.waitFor(() => expect(created(simulation)).toBe(1));
});

test('a delay comes after the effect, and adds up with other faults', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ operation: 'enrolments.create', effect: { kind: 'delay', milliseconds: 30 } });
  simulation.simulator.faults.add({
    operation: 'enrolments.create',
    effect: { kind: 'status', status: 500, body: 'empty', when: 'after-effect' },
  });

  const received = await create(simulation);

  expect([received.status, created(simulation)]).toEqual([500, 1]);
  const [call] = simulation.simulator.calls.list('enrolments.create');
  expect(call?.elapsedMs).toBeGreaterThanOrEqual(29);
});

test.each([
  ['before-effect', 0],
  ['after-effect', 1],
] as const)('a hang-up %s leaves %i enrolments', async (when, expected) => {
  const simulation = await openWithRuns(RUNS);
  await simulation.bearer();
  simulation.simulator.faults.add({ operation: 'enrolments.create', effect: { kind: 'hang-up', when } });

  await expect(create(simulation)).rejects.toThrow('fetch failed');

  expect(created(simulation)).toBe(expected);
  await vi.waitFor(() =>
    expect(simulation.simulator.calls.list('enrolments.create')).toMatchObject([{ status: null, elapsedMs: expect.any(Number) }]),
  );
});

test('stopping ends held and delayed calls', async () => {
  const simulation = await open({ dataset: { kind: 'generated', courses: 1, runsPerCourse: 1 } });
  const { faults, url } = simulation.simulator;
  faults.add({ operation: 'token', times: 1, effect: { kind: 'delay', milliseconds: 600_000 } });
  faults.add({ operation: 'token', times: 1, fromCall: 2, effect: { kind: 'hold' } });
  const calls = [0, 1].map(() => fetch(`${url}/oauth/token`, { method: 'POST' }));
  await vi.waitFor(() => expect(faults.list()).toMatchObject([{ applied: 1 }, { applied: 1 }]));

  const settled = Promise.allSettled(calls);
  await simulation.simulator.stop();

  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('bug 62 answers made with another key cannot be opened with the app’s', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect: { kind: 'wrong-key' } });

  const received = await view(simulation);

  expect(received.status).toBe(200);
  expect(() => JSON.parse(createCipher(KEY).decrypt(received.text))).toThrow(/does not open|not valid JSON/);
});

test('an encrypted endpoint can answer in plain JSON', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect: { kind: 'plain-answer' } });

  expect(JSON.parse((await view(simulation)).text)).toMatchObject({ status: '200' });
});

test.each([1, 2, 3, 4] as const)('ssg-api.md §2.4 the error shape %i can be scripted', async (shape) => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect: { kind: 'error-shape', shape } });
  simulation.simulator.faults.add({ effect: { kind: 'status', status: 500, message: 'Internal' } });

  const { text, body } = await view(simulation);

  expect(text.startsWith('{')).toBe(shape !== 1);
  expect(body).toMatchObject(shape === 4 ? { error: 'Internal' } : { status: 500, error: { message: 'Internal' } });
});

test.each<[FaultRuleInput['effect'], string | null]>([
  [{ kind: 'rate-limited' }, null],
  [{ kind: 'rate-limited', retryAfter: { seconds: 7 } }, '7'],
  [{ kind: 'rate-limited', retryAfter: { dateInSeconds: 90 } }, 'Sat, 21 Nov 2026 04:01:30 GMT'],
])('S0.34 %o is a 429 with Retry-After %s', async (effect, retryAfter) => {
  const simulation = await openWithRuns(RUNS, { clock: () => new Date('2026-11-21T04:00:00Z') });
  simulation.simulator.faults.add({ effect });

  const received = await simulation.listRuns();

  expect([received.status, received.text, received.headers.get('retry-after')]).toEqual([
    429,
    '{"error":"Rate limit exceeded"}',
    retryAfter,
  ]);
});

test('the token endpoint can fail, too', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ operation: 'token', times: 1, effect: { kind: 'status', status: 500, body: 'empty' } });

  expect([(await simulation.mint()).status, (await simulation.mint()).status]).toEqual([500, 200]);
});

test('ssg-api.md §8.1 a clamped page holds fewer rows than asked', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect: { kind: 'page-clamp', pageSize: 2 } });

  expect(await idsOfPages(simulation, 4, 40)).toEqual([[4, 3], [2, 1], [0], []]);
});

test('a shuffled list has one wrong order over all pages', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect: { kind: 'shuffle' } });

  const order = (await idsOfPages(simulation, 3, 2)).flat();

  expect(order).not.toEqual([4, 3, 2, 1, 0]);
  expect(order.toSorted()).toEqual([0, 1, 2, 3, 4]);
});

test.each<[FaultRuleInput['effect'], number[][]]>([
  [{ kind: 'repeat-page', fromPage: 1 }, [[4, 3], [4, 3], [2, 1], [0]]],
  [
    { kind: 'overlap', rows: 1 },
    [
      [4, 3],
      [3, 2],
      [2, 1],
      [1, 0],
    ],
  ],
  [{ kind: 'truncate', rows: 3 }, [[4, 3], [2], [], []]],
])('the paging fault %o', async (effect, pages) => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect });

  expect(await idsOfPages(simulation, 4, 2)).toEqual(pages);
});

test('a claimed total is printed as scripted, for searches as well', async () => {
  const simulation = await openWithRuns(RUNS);
  simulation.simulator.faults.add({ effect: { kind: 'claimed-total', total: 99 } });

  expect((await simulation.listRuns()).body.meta).toEqual({ total: 99 });
  expect((await simulation.search()).body.meta).toEqual({ totalRecords: 99 });
});

test('an unknown operation or effect is not accepted', async () => {
  const { simulator } = await openWithRuns(RUNS);

  expect(() => simulator.faults.add({ operation: 'runs.list' as never, effect: { kind: 'shuffle' } })).toThrow('operation');
  expect(() => simulator.faults.add({ effect: { kind: 'explode' as never } })).toThrow('kind');
});
