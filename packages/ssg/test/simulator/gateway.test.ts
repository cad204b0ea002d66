import { expect, test } from 'vitest';
import { createCipher } from '../../src/wire/cipher.js';
import { COURSE, ENCRYPTED_APP, enrolmentBody, KEY, openWithRuns, UEN } from './support/simulation.js';

const RUN = { id: 850000, enrolments: [{ referenceNumber: 'ENR-2611-000001' }] };
const cipher = createCipher(KEY);
const SEARCH = JSON.stringify({ enrolment: { course: { run: { id: '850000' } } }, parameters: { page: 0, pageSize: 10 } });

test.each(['/dp-oauth/oauth/token', '/oauth/token'])('S1.21 %s gives a token for the right credentials', async (path) => {
  const simulation = await openWithRuns([RUN], { tokenLifetimeSeconds: 1800 });

  const granted = await simulation.mint('client', 'secret', path);
  const refused = await simulation.mint('client', 'wrong', path);

  expect(await granted.json()).toEqual({
    access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
    token_type: 'bearer',
    expires_in: 1800,
  });
  expect([refused.status, await refused.json()]).toEqual([401, { error: 'invalid_client' }]);
});

test('ssg-api.md §1.2 another grant type is refused', async () => {
  const { simulator } = await openWithRuns([RUN]);
  const authorization = `Basic ${Buffer.from('client:secret').toString('base64')}`;

  const response = await fetch(`${simulator.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization },
    body: 'grant_type=password',
  });

  expect([response.status, await response.json()]).toEqual([400, { error: 'unsupported_grant_type' }]);
});

test('ssg-api.md §1.2 a token lapses by the clock; missing and unknown ones open nothing', async () => {
  let now = Date.parse('2026-11-21T04:00:00Z');
  const simulation = await openWithRuns([RUN], { clock: () => new Date(now), tokenLifetimeSeconds: 60 });
  expect((await simulation.listRuns()).status).toBe(200);

  now += 60_000;
  const expired = await simulation.listRuns();
  const unknown = await simulation.call('courseRuns.get', {
    parameters: { runId: '850000' },
    headers: { authorization: 'Bearer nobody' },
  });
  const missing = await simulation.call('courseRuns.get', { parameters: { runId: '850000' }, headers: { authorization: '' } });

  expect([expired.status, expired.body]).toEqual([401, { error: 'Key has expired, please renew' }]);
  expect([unknown.status, unknown.body]).toEqual([401, { error: 'Key not authorised' }]);
  expect([missing.status, missing.body]).toEqual([401, { error: 'Authorization field missing' }]);
});

test('ssg-api.md §1.2 all tokens can be expired at once', async () => {
  const simulation = await openWithRuns([RUN]);
  await simulation.listRuns();

  simulation.simulator.expireTokens();

  expect((await simulation.listRuns()).status).toBe(401);
});

test.each([
  ['v9.9', 'This API version does not seem to exist'],
  ['v2.0', 'Api Version has expired'],
])('ssg-api.md §3.1 x-api-version %s is refused with "%s"', async (version, error) => {
  const simulation = await openWithRuns([RUN]);

  const received = await simulation.call('enrolments.view', {
    parameters: { referenceNumber: 'ENR-2611-000001' },
    headers: { 'x-api-version': version },
  });

  expect([received.status, received.body]).toEqual([403, { error }]);
});

test.each(['v1', 'v3.0', undefined])('ssg-api.md §1.4 x-api-version %s is accepted', async (version) => {
  const simulation = await openWithRuns([RUN]);

  const received = await simulation.call('enrolments.view', {
    parameters: { referenceNumber: 'ENR-2611-000001' },
    headers: version === undefined ? {} : { 'x-api-version': version },
  });

  expect(received.status).toBe(200);
});

test('ssg-api.md §1.3 an operation outside the subscription is disallowed', async () => {
  const simulation = await openWithRuns([RUN], { apps: [{ ...ENCRYPTED_APP, subscriptions: ['courseRuns.get'] }] });

  const disallowed = await simulation.listRuns();

  expect([disallowed.status, disallowed.body]).toEqual([403, { error: 'Access to this API has been disallowed' }]);
  expect((await simulation.viewRun(850000)).status).toBe(200);
});

test('ssg-api.md §1.4 a uen header of somebody else is TGS-405, in the shape of each back end', async () => {
  const simulation = await openWithRuns([RUN]);
  const headers = { uen: '199900650G' };
  const details = [{ field: '-', message: 'TGS-405 - Invalid training partner UEN' }];

  const tpg = await simulation.call('enrolments.view', { parameters: { referenceNumber: 'ENR-2611-000001' }, headers });
  const mysf = await simulation.call('courseRuns.get', { parameters: { runId: '850000' }, headers });

  expect([tpg.status, tpg.body]).toEqual([403, { status: 403, data: {}, meta: {}, error: { message: 'Forbidden', details } }]);
  expect([mysf.status, mysf.body.error]).toEqual([403, { code: 403, details, errorId: '', message: 'Forbidden' }]);
});

test('ssg-api.md §12.4 the uen header can be made mandatory on TPG', async () => {
  const simulation = await openWithRuns([RUN], { behaviour: { requireUenHeader: true } });

  expect((await simulation.search()).status).toBe(403);
  expect(
    (await simulation.call('enrolments.view', { parameters: { referenceNumber: 'ENR-2611-000001' }, headers: { uen: UEN } }))
      .status,
  ).toBe(200);
});

test('ssg-api.md §2.4 encrypted bodies are accepted bare and as a JSON string, and success comes bare', async () => {
  const simulation = await openWithRuns([RUN]);
  const encrypted = cipher.encrypt(SEARCH);

  const bare = await simulation.send('enrolments.search', encrypted);
  const quoted = await simulation.send('enrolments.search', JSON.stringify(encrypted));

  expect(bare.status).toBe(200);
  expect(quoted.text).toBe(bare.text);
  expect(JSON.parse(cipher.decrypt(bare.text))).toMatchObject({ status: '200', meta: { totalRecords: 1 } });
});

test.each([
  ['plain JSON', SEARCH],
  ['another key', createCipher(Buffer.alloc(32, 7).toString('base64')).encrypt(SEARCH)],
  ['a broken string literal', '"abc'],
  ['nothing', ''],
])('ssg-api.md §2.4 %s on an encrypted endpoint cannot be decrypted', async (_what, body) => {
  const simulation = await openWithRuns([RUN]);

  const received = await simulation.send('enrolments.search', body);

  expect([received.status, received.text]).toEqual([400, '{"error":"Unable to perform decryption due invalid request"}']);
});

test('ssg-api.md §2.3 an app without a key speaks plain JSON both ways', async () => {
  const simulation = await openWithRuns([RUN], { apps: [{ ...ENCRYPTED_APP, encryptionKey: null }] });

  const received = await simulation.send('enrolments.search', SEARCH);

  expect(JSON.parse(received.text)).toMatchObject({ status: '200', meta: { totalRecords: 1 } });
});

test('ssg-api.md §2.4 errors of encrypted endpoints come as {"error": cipher text} with \\u003D by default', async () => {
  const simulation = await openWithRuns([RUN]);

  const received = await simulation.search({ course: { run: { id: '1' } } });

  expect(received.status).toBe(404);
  expect(received.text).toMatch(/^\{"error":"[A-Za-z0-9+/]+(\\u003D){0,2}"\}$/);
  expect(received.text).not.toContain('=');
  expect(received.body).toMatchObject({ status: 404, error: { message: 'Not Found' } });
});

test.each([
  [1, /^[A-Za-z0-9+/=]+$/],
  [3, /^\{"status":403,"data":\{\},"meta":\{\},"error":/],
  [4, /^\{"error":"Forbidden"\}$/],
] as const)('ssg-api.md §2.4 error shape %i is available by switch', async (errorShape, pattern) => {
  const simulation = await openWithRuns([RUN], { behaviour: { errorShape } });

  const received = await simulation.search({ trainingPartner: { uen: '199900650G' } });

  expect(received.status).toBe(403);
  expect(received.text).toMatch(pattern);
});

test('ssg-api.md §2.3 a publish is encrypted on the way in and plain on the way out', async () => {
  const simulation = await openWithRuns([RUN]);

  const refused = await simulation.send('courseRuns.publish', JSON.stringify({ course: {} }));
  const invalid = await simulation.call('courseRuns.publish', { body: { course: {} } });

  expect(refused.text).toContain('Unable to perform decryption');
  expect(JSON.parse(invalid.text)).toMatchObject({ status: 400, error: { code: 400, message: 'Bad Request' } });
});

test('a path that SSG has not got is a 404 of the gateway', async () => {
  const { simulator } = await openWithRuns([RUN]);

  const response = await fetch(`${simulator.url}/courses/details/${COURSE}`);

  expect([response.status, await response.json()]).toEqual([404, { error: 'Requested endpoint not found' }]);
  expect(simulator.calls.counts()).toEqual({ unknown: 1 });
});

test('two apps see their own provider only', async () => {
  const other = { ...ENCRYPTED_APP, uens: ['199900650G'] };
  const simulation = await openWithRuns([RUN], { apps: [other] });

  expect((await simulation.listRuns()).status).toBe(403);
  expect((await simulation.viewRun(850000)).status).toBe(403);
  expect((await simulation.search()).status).toBe(404);
  expect((await simulation.call('enrolments.create', { body: enrolmentBody(850000) })).status).toBe(403);
});
