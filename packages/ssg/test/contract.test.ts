import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SsgAuth } from '../src/auth/credentials.js';
import { createSsgClient, type SsgClient } from '../src/client.js';
import type { SsgClientOptions } from '../src/client-options.js';
import type { SimulatedApp } from '../src/simulator/apps.js';
import type { FaultRuleInput } from '../src/simulator/fault-rule.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/server.js';
import { type KeyPair, makeKeyPair } from './support/certificates.js';
import { collect, OAUTH, QUICK_RETRY, rejectionOf, TEST_KEY } from './support/test-client.js';

const UEN = '201912345K';
const CODE = `${UEN}-01`;
const COURSE = 'TGS-2026000001';
const RUNS = 45;
const LEARNERS = 7;

const dataset: SimulatorOptions['dataset'] = {
  kind: 'explicit',
  providers: [
    {
      uen: UEN,
      name: 'INVENTED ACADEMY PTE. LTD.',
      trainers: Array.from({ length: 23 }, (_, number) => ({ email: `trainer-${number}@example.org` })),
      courses: [
        {
          referenceNumber: COURSE,
          title: 'Invented Course',
          runs: Array.from({ length: RUNS }, (_, number) => ({
            id: 850_000 + number,
            trainers: [{ email: 'lead@example.org' }, { email: 'assessor@example.org', roles: [2] }],
            enrolments: Array.from({ length: number === 0 ? LEARNERS : 0 }, () => ({})),
          })),
        },
        { referenceNumber: 'TGS-2026000002', title: 'Course Without Runs', runs: [] },
      ],
    },
  ],
};

interface Kind {
  app: Pick<SimulatedApp, 'auth' | 'encryptionKey'>;
  auth: SsgAuth;
}

let server: KeyPair;
let provider: KeyPair;
let kinds: Record<string, Kind>;
beforeAll(async () => {
  [server, provider] = await Promise.all([makeKeyPair('ssg.example.org'), makeKeyPair('provider.example.org')]);
  const certificate: SsgAuth = { kind: 'certificate', ...provider, authorityPem: server.certificatePem };
  const uploaded = { kind: 'certificate', certificatePem: provider.certificatePem } as const;
  kinds = {
    'OAuth, plain': { app: { auth: OAUTH, encryptionKey: null }, auth: OAUTH },
    'OAuth, encrypted': { app: { auth: OAUTH, encryptionKey: TEST_KEY }, auth: OAUTH },
    'certificate, plain': { app: { auth: uploaded, encryptionKey: null }, auth: certificate },
    'certificate, encrypted': { app: { auth: uploaded, encryptionKey: TEST_KEY }, auth: certificate },
  };
});

const CERTIFICATE_AND_KEY = 'certificate, encrypted';

async function start(
  name: string,
  options: Partial<SsgClientOptions> = {},
  simulated: Partial<SimulatedApp> = {},
): Promise<{ simulator: Simulator; client: SsgClient }> {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`There is no "${name}".`);
  const simulator = await startSimulator({
    today: '2026-11-21',
    dataset,
    apps: [{ name, ...kind.app, ...simulated }],
    ...(kind.auth.kind === 'certificate' ? { tls: { keyPem: server.privateKeyPem, certificatePem: server.certificatePem } } : {}),
  });
  const client = createSsgClient({
    baseUrl: simulator.url,
    auth: kind.auth,
    encryptionKey: kind.app.encryptionKey ?? undefined,
    retry: QUICK_RETRY,
    ...options,
  });
  onTestFinished(async () => {
    await client.close();
    await simulator.stop();
  });
  return { simulator, client };
}

const listRuns = (client: SsgClient) => collect(client.courseRuns.listByReference({ uen: UEN, courseReferenceNumber: COURSE }));
const search = (client: SsgClient, courseRunId = '850000') =>
  collect(client.enrolments.search({ uen: UEN, code: CODE, courseRunId }));

describe.each(['OAuth, plain', 'OAuth, encrypted', 'certificate, plain', CERTIFICATE_AND_KEY])(
  'X10 the client and the simulator: %s',
  (name) => {
    test('every resource, to its last page', async () => {
      const { client } = await start(name);
      const runs = await listRuns(client);
      expect(runs).toHaveLength(RUNS);
      expect(runs[0]?.course).toMatchObject({ referenceNumber: COURSE, title: 'Invented Course' });

      const view = await client.courseRuns.get('850000', { uen: UEN });
      expect(view?.course?.referenceNumber).toBe(COURSE);
      expect(view?.run.linkCourseRunTrainer.map(({ trainer }) => [trainer.email, trainer.roles[0]?.role?.id])).toEqual([
        ['lead@example.org', '1'],
        ['assessor@example.org', '2'],
      ]);

      const records = await search(client);
      expect(records).toHaveLength(LEARNERS);
      const [first] = records;
      expect(first?.enrolment.course.run.id).toBe('850000');
      expect(await client.enrolments.view(first?.enrolment.referenceNumber ?? '')).toMatchObject({
        enrolment: { referenceNumber: first?.enrolment.referenceNumber, trainee: { id: first?.enrolment.trainee.id } },
        meta: { createdOn: first?.meta.createdOn },
      });

      expect(await collect(client.trainers.list({ uen: UEN }))).toHaveLength(23);
    });

    test('bug 5 nothing there is nothing, for every resource', async () => {
      const { client } = await start(name);
      expect(await collect(client.courseRuns.listByReference({ uen: UEN, courseReferenceNumber: 'TGS-2026000002' }))).toEqual([]);
      expect(await client.courseRuns.get('999999')).toBeNull();
      expect(await search(client, '850001')).toEqual([]);
      expect(await client.enrolments.view('ENR-2511-999999')).toBeNull();
      expect(await collect(client.trainers.list({ uen: UEN, keyword: 'nobody of this name' }))).toEqual([]);
    });

    test("another provider's UEN is refused, not empty", async () => {
      const { client } = await start(name);
      const foreign = { uen: '201900009Z', code: '201900009Z-01', courseRunId: '850000' };
      expect(await rejectionOf(collect(client.enrolments.search(foreign)))).toMatchObject({
        kind: 'access',
        refusal: 'uen-mismatch',
      });
    });

    test('the credentials can be checked beforehand', async () => {
      const { client } = await start(name);
      expect((await client.checkCredentials()).kind).toBe(name.startsWith('OAuth') ? 'oauth' : 'certificate');
    });
  },
);

describe('faults that a retry or a second reading makes good', () => {
  const harmless: [string, FaultRuleInput][] = [
    ['two times 500 with an empty body', { effect: { kind: 'status', status: 500, body: 'empty' }, times: 2 }],
    ['503 with HTML', { effect: { kind: 'status', status: 503, body: 'html' }, times: 1 }],
    ['an inner 500 under HTTP 200', { effect: { kind: 'inner-status', status: 500 }, times: 1 }],
    ['429 with Retry-After in seconds', { effect: { kind: 'rate-limited', retryAfter: { seconds: 0 } }, times: 1 }],
    ['429 with Retry-After as a date', { effect: { kind: 'rate-limited', retryAfter: { dateInSeconds: 0 } }, times: 1 }],
    ['429 without Retry-After', { effect: { kind: 'rate-limited' }, times: 1 }],
    ['a cut connection', { effect: { kind: 'hang-up' }, times: 2 }],
    ['a clamped page size', { effect: { kind: 'page-clamp', pageSize: 3 } }],
    ['rows in another order', { effect: { kind: 'shuffle' } }],
    ['overlapping pages', { effect: { kind: 'overlap', rows: 2 } }],
    ['a total that is too low', { effect: { kind: 'claimed-total', total: 5 } }],
    ['plain answers where cipher text was due', { effect: { kind: 'plain-answer' } }],
  ];
  test.each(harmless)('%s', async (_, rule) => {
    const { simulator, client } = await start(CERTIFICATE_AND_KEY);
    simulator.faults.add(rule);
    expect(new Set((await listRuns(client)).map(({ run }) => run.id)).size).toBe(RUNS);
    simulator.faults.clear();
    simulator.faults.add(rule);
    expect(await search(client)).toHaveLength(LEARNERS);
  });

  test.each([1, 2, 3, 4] as const)('no rows, reported in error shape %i (ssg-api.md §2.4)', async (shape) => {
    const { simulator, client } = await start(CERTIFICATE_AND_KEY);
    simulator.faults.add({ effect: { kind: 'error-shape', shape } });
    expect(await search(client, '850001')).toEqual([]);
  });

  test('expired tokens are renewed', async () => {
    const { simulator, client } = await start('OAuth, encrypted');
    expect(await search(client)).toHaveLength(LEARNERS);
    simulator.expireTokens();
    expect(await search(client)).toHaveLength(LEARNERS);
  });
});

describe('faults that must end in an error, never in a shorter list', () => {
  const harmful: [string, FaultRuleInput, object][] = [
    [
      'rows that never come',
      { effect: { kind: 'truncate', rows: 4 } },
      { kind: 'incomplete-list', received: 4, expected: LEARNERS },
    ],
    ['a total that is too high', { effect: { kind: 'claimed-total', total: 99 } }, { kind: 'incomplete-list', expected: 99 }],
    ['answers of another key', { effect: { kind: 'wrong-key' } }, { kind: 'decryption', side: 'answer' }],
    [
      '500 for ever',
      { effect: { kind: 'status', status: 500, body: 'html' } },
      { kind: 'unavailable', reason: 'server', attempt: 3 },
    ],
    ['an HTML 404', { effect: { kind: 'status', status: 404, body: 'html' } }, { kind: 'unreadable-answer' }],
    ['an inner 403', { effect: { kind: 'inner-status', status: 403, message: 'Forbidden' } }, { kind: 'access' }],
    [
      'HTML under 200',
      { effect: { kind: 'raw', status: 200, contentType: 'text/html', text: '<html></html>' } },
      { kind: 'unreadable-answer' },
    ],
    ['an empty 200', { effect: { kind: 'raw', status: 200, text: '' } }, { kind: 'unreadable-answer' }],
    [
      'an empty list beside a total',
      { effect: { kind: 'raw', status: 200, text: '{"status":"200","data":[],"meta":{"totalRecords":7},"error":{}}' } },
      { kind: 'incomplete-list' },
    ],
    ['cut connections', { effect: { kind: 'hang-up' } }, { kind: 'unavailable', reason: 'network' }],
  ];
  test.each(harmful)('%s', async (_, rule, expected) => {
    const { simulator, client } = await start(CERTIFICATE_AND_KEY);
    simulator.faults.add({ operation: 'enrolments.search', ...rule });
    expect(await rejectionOf(search(client))).toMatchObject({ operation: 'enrolments.search', ...expected });
  });

  test('a page that comes again and again', async () => {
    const { simulator, client } = await start(CERTIFICATE_AND_KEY);
    simulator.faults.add({ effect: { kind: 'repeat-page', fromPage: 1 } });
    expect(await rejectionOf(listRuns(client))).toMatchObject({ kind: 'incomplete-list', received: 40, expected: RUNS });
  });

  test('a client with another key than the app', async () => {
    const { client } = await start(CERTIFICATE_AND_KEY, { encryptionKey: Buffer.alloc(32, 7).toString('base64') });
    expect(await rejectionOf(search(client))).toMatchObject({ kind: 'decryption' });
  });

  test('a client without the key of its app', async () => {
    const { client } = await start(CERTIFICATE_AND_KEY, { encryptionKey: undefined });
    expect(await rejectionOf(search(client))).toMatchObject({ kind: 'decryption' });
  });

  test('bug 62 not subscribed, version unknown, version expired', async () => {
    const { client } = await start(
      CERTIFICATE_AND_KEY,
      { apiVersions: { 'trainers.list': 'v9', 'enrolments.search': 'v2.0' } },
      { subscriptions: ['trainers.list', 'enrolments.search'] },
    );
    expect(await rejectionOf(client.courseRuns.get('850000'))).toMatchObject({ kind: 'access', refusal: 'not-subscribed' });
    expect(await rejectionOf(collect(client.trainers.list({ uen: UEN })))).toMatchObject({
      kind: 'api-version',
      problem: 'unknown',
    });
    expect(await rejectionOf(search(client))).toMatchObject({ kind: 'api-version', problem: 'expired' });
  });

  test('a wrong secret', async () => {
    const { client } = await start('OAuth, plain', { auth: { ...OAUTH, clientSecret: 'another' } });
    expect(await rejectionOf(client.checkCredentials())).toMatchObject({ kind: 'auth', operation: 'oauth.mintToken' });
  });

  test('an answer that is held back ends with the time budget', async () => {
    const { simulator, client } = await start(CERTIFICATE_AND_KEY);
    simulator.faults.add({ effect: { kind: 'hold' } });
    const error = await rejectionOf(client.courseRuns.get('850000', {}, { totalTimeoutMs: 200 }));
    expect(error).toMatchObject({ kind: 'unavailable', reason: 'time-budget' });
  });
});
