import { ACTION_NAMES } from '@rollcall/domain/permission/actions';
import { can } from '@rollcall/domain/permission/can';
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authenticator, CredentialsRefusedError } from '../../src/access/authenticator.js';
import { createAuthenticator } from '../../src/access/create-authenticator.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { makeProvider } from './providers.js';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.js';

let api: TestApi;
let issuer: TokenIssuer;
let authenticator: Authenticator;
let providerId: string;
beforeAll(async () => {
  issuer = await startTokenIssuer();
  api = await startTestApi({ environment: { JWT_ISSUER: issuer.url, JWT_AUDIENCE: 'rollcall' } });
  authenticator = createAuthenticator(api.deps);
  providerId = await makeProvider(api, '201003953Z');
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

let callers = 0;
/** From an address of its own, so that attempts of one test do not count in another. */
const who = (token: string, by = authenticator) =>
  by.authenticate(new Headers({ authorization: `Bearer ${token}` }), `198.51.100.${callers++}`);

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const claims = (changed: JWTPayload = {}): JWTPayload => ({
  iss: issuer.url,
  aud: 'rollcall',
  sub: 'payroll-bridge',
  exp: inSeconds(300),
  rollcall_providers: ['201003953Z', '999999999Z'],
  scope: 'course_run.read enrolment.read moon.fly openid',
  ...changed,
});
const without = (name: string): JWTPayload => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));

describe('a token of the configured issuer', () => {
  test('S1.25 may do its scopes at the providers it names that are here', async () => {
    expect(await who(await issuer.sign(claims()))).toEqual({
      kind: 'token',
      id: null,
      name: 'payroll-bridge',
      grants: [{ providerId, roles: ['integrator'], only: ['course_run.read', 'enrolment.read'] }],
    });
  });

  test('costs one statement, and the issuer’s keys are fetched once for many', async () => {
    const token = await issuer.sign(claims());
    const { statements } = await api.statements.during(() => who(token));
    expect(statements).toHaveLength(1);
    const before = issuer.fetches();
    await Promise.all(Array.from({ length: 5 }, () => who(token)));
    expect(issuer.fetches()).toBe(before);
  });

  test.each([
    ['no providers', { rollcall_providers: undefined }],
    ['providers of another shape', { rollcall_providers: '201003953Z' }],
    ['no scope', { scope: undefined }],
    ['a scope of another shape', { scope: ['course_run.read'] }],
  ])('with %s may do nothing', async (_what, changed) => {
    const principal = await who(await issuer.sign(claims(changed)));
    expect(principal?.name).toBe('payroll-bridge');
    for (const action of ACTION_NAMES) expect(principal && can(principal, action, { providerId }).allowed).toBe(false);
  });

  test('may have a subject of 200 characters', async () => {
    expect((await who(await issuer.sign(claims({ sub: 'x'.repeat(200) }))))?.name).toHaveLength(200);
  });

  test('is nobody any more when it has expired while something was open', async () => {
    const principal = await who(await issuer.sign(claims({ exp: inSeconds(-10) })));
    if (!principal) throw new Error('the token was not known');
    expect(await authenticator.refresh(principal)).toBeNull();
  });
});

describe('a token is refused', () => {
  test.each([
    ['of another issuer', () => issuer.sign(claims({ iss: 'https://elsewhere.example.org' }))],
    ['without an issuer', () => issuer.sign(without('iss'))],
    ['for another audience', () => issuer.sign(claims({ aud: 'payroll' }))],
    ['without an audience', () => issuer.sign(without('aud'))],
    ['that has expired', () => issuer.sign(claims({ exp: inSeconds(-31) }))],
    ['that never expires', () => issuer.sign(without('exp'))],
    ['that is not valid yet', () => issuer.sign(claims({ nbf: inSeconds(120) }))],
    ['without a subject', () => issuer.sign(without('sub'))],
    ['with an empty subject', () => issuer.sign(claims({ sub: '' }))],
    ['with a blank subject', () => issuer.sign(claims({ sub: '  ' }))],
    ['with a subject of 201 characters', () => issuer.sign(claims({ sub: 'x'.repeat(201) }))],
    ['with a subject that is no text', () => issuer.sign({ ...claims(), sub: 42 } as unknown as JWTPayload)],
    ['by an unknown key', () => issuer.sign(claims(), { keyId: 'key-of-nobody' })],
    [
      'by another key under a known name',
      async () => issuer.sign(claims(), { key: (await generateKeyPair('ES256')).privateKey }),
    ],
    ['with the algorithm none', async () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims())}.`],
    [
      'with a secret that is shared',
      async () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(Buffer.alloc(32)),
    ],
    ['that is no token', async () => 'not-a-token'],
  ])('%s', async (_what, make) => {
    await expect(who(await make())).rejects.toThrow(CredentialsRefusedError);
  });

  test('whose claims were changed after it was signed', async () => {
    const [header, , signature] = (await issuer.sign(claims())).split('.');
    await expect(who(`${header}.${base64(claims({ scope: 'user.manage' }))}.${signature}`)).rejects.toThrow(
      CredentialsRefusedError,
    );
  });

  test('where no issuer is configured', async () => {
    const { settings } = api.deps;
    const none = createAuthenticator({
      ...api.deps,
      settings: { ...settings, identity: { ...settings.identity, bearer: null } },
    });
    await expect(who(await issuer.sign(claims()), none)).rejects.toThrow(/not accepted/);
  });

  test('while the issuer’s keys cannot be read: never believed, logged, and nobody’s attempt', async () => {
    const gone = await startTokenIssuer();
    const { settings } = api.deps;
    const bearer = { issuer: gone.url, audience: 'rollcall', keysUrl: `${gone.url}/.well-known/jwks.json` };
    const unsure = createAuthenticator({ ...api.deps, settings: { ...settings, identity: { ...settings.identity, bearer } } });
    const token = await gone.sign(claims({ iss: gone.url }));
    await gone.close();
    api.logged.length = 0;
    for (let attempt = 0; attempt < 25; attempt++)
      await expect(unsure.authenticate(new Headers({ authorization: `Bearer ${token}` }), '203.0.113.1')).rejects.toMatchObject({
        message: 'The token cannot be checked now.',
        retryAfter: null,
      });
    expect(api.logged).toContainEqual(expect.objectContaining({ event: 'token_keys_unreachable', issuer: gone.url }));
    expect(JSON.stringify(api.logged)).not.toContain(token);
  });
});

test('what a token may do never goes beyond what a machine may', async () => {
  const principal = await who(await issuer.sign(claims({ scope: 'learner.reveal_identifier user.manage course_run.read' })));
  if (!principal) throw new Error('the token was not known');
  expect(can(principal, 'course_run.read', { providerId }).allowed).toBe(true);
  expect(can(principal, 'learner.reveal_identifier', { providerId }).allowed).toBe(false);
  expect(can(principal, 'user.manage', { providerId }).allowed).toBe(false);
});

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
