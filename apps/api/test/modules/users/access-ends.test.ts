import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { type Answer, ask } from '../../graphql/ask.js';
import { startTestApi, type TestApi } from '../../http/test-api.js';
import { type SignedIn, signIn } from '../../support/sign-in.js';

const UEN = 'T26ZZ0002A';
const WHO = '{ viewer { name } }';
const RUNS = '{ courseRuns { totalCount } }';

/** Nobody is believed here: sessions and keys are real. */
let api: TestApi;
let providerId = '';
let admin: SignedIn;
beforeAll(async () => {
  api = await startTestApi();
  const provider = { uen: UEN, code: `${UEN}-01`, name: 'Invented Academy' };
  providerId = (await api.deps.database.prisma.trainingProvider.create({ data: provider })).id;
  admin = await signIn(api, { providerId, roles: ['admin'] });
});
afterAll(() => api.close());

const send = (by: Record<string, string>, query: string, input?: Record<string, unknown>): Promise<Answer> =>
  ask(api, query, input ? { input } : {}, by);
const act = (name: string, more = '') =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename ${more} } }`;
const viewerOf = async (by: Record<string, string>) => (await send(by, WHO)).data?.['viewer'] ?? null;
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions?.['code'];
const KEY = act('apiKeyCreate', '... on ApiKeyCreateSuccess { key apiKey { id } }');
const makeKey = async (by: SignedIn, provider = UEN) => {
  const { data, text } = await send(by.headers, KEY, { name: 'kiosk', provider, scopes: ['COURSE_RUN_READ'] });
  const made = data?.['apiKeyCreate'] as { key?: string; apiKey?: { id: string } } | undefined;
  if (!made?.key || !made.apiKey) throw new Error(text);
  return { id: made.apiKey.id, headers: { 'x-api-key': made.key } };
};

test('X6 a key that was made does what its scopes say and no more, until it is revoked', async () => {
  const key = await makeKey(admin);
  expect((await send(key.headers, RUNS)).data).toEqual({ courseRuns: { totalCount: 0 } });
  expect(codeOf(await send(key.headers, '{ enrolments { totalCount } }'))).toBe('FORBIDDEN');
  expect(codeOf(await send(key.headers, '{ apiKeys { totalCount } }'))).toBe('FORBIDDEN');
  const revoked = await send(admin.headers, act('apiKeyRevoke'), { apiKeyId: key.id, reason: 'Was lost.' });
  expect(revoked.data).toEqual({ apiKeyRevoke: { __typename: 'ApiKeyRevokeSuccess' } });
  expect(await send(key.headers, RUNS)).toMatchObject({ status: 401 });
});

test('S1.25 roles count from the next request on', async () => {
  const person = await signIn(api, { providerId, roles: ['trainer'] });
  expect(codeOf(await send(person.headers, '{ users { totalCount } }'))).toBe('FORBIDDEN');
  const roles = { userId: globalIdOf('User', person.userId), provider: UEN };
  await send(admin.headers, act('userSetRoles'), { ...roles, roles: ['AUDITOR'] });
  expect((await send(person.headers, '{ users { totalCount } }')).errors).toBeUndefined();
  await send(admin.headers, act('userSetRoles'), { ...roles, roles: [] });
  expect(codeOf(await send(person.headers, '{ users { totalCount } }'))).toBe('FORBIDDEN');
});

test('deactivation ends the open session and the keys at once, and reactivation brings neither back', async () => {
  const person = await signIn(api, { providerId, roles: ['admin'] });
  const key = await makeKey(person);
  expect(await viewerOf(person.headers)).toEqual({ name: person.email });
  const input = { userId: globalIdOf('User', person.userId), reason: 'Has left.' };
  expect((await send(admin.headers, act('userDeactivate'), input)).data).toEqual({
    userDeactivate: { __typename: 'UserDeactivateSuccess' },
  });
  expect(await viewerOf(person.headers)).toBeNull();
  expect((await send(key.headers, RUNS)).status).toBe(401);
  expect((await send(admin.headers, act('userReactivate'), input)).data).toEqual({
    userReactivate: { __typename: 'UserReactivateSuccess' },
  });
  expect(await viewerOf(person.headers)).toBeNull();
  expect((await send(key.headers, RUNS)).status).toBe(401);
});

test('S1.25 who has no role left at a provider leaves no key behind there, and keeps those of other providers', async () => {
  const { prisma } = api.deps.database;
  const uen = 'T26ZZ0003B';
  const elsewhere = await prisma.trainingProvider.create({ data: { uen, code: `${uen}-01`, name: 'Another Academy' } });
  const person = await signIn(api, { providerId, roles: ['admin'] });
  await prisma.userRole.create({ data: { userId: person.userId, providerId: elsewhere.id, role: 'admin' } });
  const here = await makeKey(person);
  const there = await makeKey(person, uen);
  const account = { userId: globalIdOf('User', person.userId), reason: 'Has left.' };
  const refused = await send(admin.headers, act('userDeactivate', '... on ActError { code }'), account);
  expect(refused.data).toEqual({ userDeactivate: { __typename: 'ForbiddenError', code: 'FORBIDDEN' } });
  const roles = { userId: account.userId, provider: UEN };
  await send(admin.headers, act('userSetRoles'), { ...roles, roles: ['AUDITOR'] });
  expect((await send(here.headers, RUNS)).status).toBe(200);
  await send(admin.headers, act('userSetRoles'), { ...roles, roles: [] });
  expect((await send(here.headers, RUNS)).status).toBe(401);
  expect((await send(there.headers, RUNS)).status).toBe(200);
  const audit = await prisma.auditEntry.findFirst({ where: { action: 'user.set_roles' }, orderBy: { id: 'desc' } });
  expect(audit?.after).toEqual({ roles: [], apiKeysRevoked: [expect.any(String)] });
});
