import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { createPeopleWorld, OURS, type PeopleWorld, type Person, THEIRS } from '../users/people.js';

const DAY = 24 * 60 * 60 * 1000;
const CREATE = `mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
  __typename
  ... on ApiKeyCreateSuccess { key notice apiKey { id name start scopes status expiresAt lastUsedAt provider { uen } createdBy { email } } }
  ... on ActError { code message remedy path }
} }`;
const REVOKE = `mutation ($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) {
  __typename
  ... on ApiKeyRevokeSuccess { apiKey { id status revokedAt revokedBy } }
  ... on ActError { code message remedy path }
} }`;
const KEYS = `query ($filter: ApiKeyFilter, $first: Int) { apiKeys(filter: $filter, first: $first) {
  totalCount nodes { id name start scopes status createdAt expiresAt lastUsedAt revokedAt revokedBy provider { uen name } createdBy { email } }
} }`;

let world: PeopleWorld;
let admin: Person;
let root: Person;
let foreign: Person;
beforeAll(async () => {
  world = await createPeopleWorld();
  admin = await world.person({ email: 'admin@example.org', at: { [world.ours]: ['admin'] } });
  root = await world.person({ email: 'root@example.org', installationAdmin: true });
  foreign = await world.person({ email: 'foreign@example.org', at: { [world.theirs]: ['admin'] } });
});
afterAll(() => world.api.close());

const create = (given: Record<string, unknown> = {}, by = admin) =>
  world.act(by.principal, CREATE, {
    input: { name: 'Attendance kiosk', provider: OURS, scopes: ['ENROLMENT_READ', 'COURSE_RUN_READ'], ...given },
  });
const revoke = (apiKeyId: unknown, given: Record<string, unknown> = {}, by = admin) =>
  world.act(by.principal, REVOKE, { input: { apiKeyId, reason: 'It was shared by mistake.', ...given } });
const keyOf = ({ apiKey }: Record<string, unknown>) => apiKey as { id: string; start: string; expiresAt: string };
const count = () =>
  world.rows(
    'SELECT (SELECT count(*) FROM api_key) AS keys, (SELECT count(*) FROM api_key_grant) AS grants, (SELECT count(*) FROM audit_trail) AS audits',
  );

test('X6 a key is made with scopes at one provider, told once, and audited without it', async () => {
  const answer = await create();
  expect(answer).toMatchObject({
    __typename: 'ApiKeyCreateSuccess',
    key: expect.stringMatching(/^rc_\S{20,}$/),
    notice: expect.stringMatching(/this once/),
    apiKey: {
      name: 'Attendance kiosk',
      scopes: ['COURSE_RUN_READ', 'ENROLMENT_READ'],
      status: 'ACTIVE',
      lastUsedAt: null,
      provider: { uen: OURS },
      createdBy: { email: 'admin@example.org' },
    },
  });
  const { start, expiresAt } = keyOf(answer);
  expect(String(answer['key']).startsWith(start)).toBe(true);
  expect(Math.abs(Date.parse(expiresAt) - Date.now() - 90 * DAY)).toBeLessThan(DAY / 24);
  expect(await world.audits('api_key.create')).toEqual([
    expect.objectContaining({
      provider_id: world.ours,
      actor_id: admin.id,
      actor_role: 'admin',
      entity_type: 'api_key',
      before: null,
      after: { name: 'Attendance kiosk', start, scopes: ['course_run.read', 'enrolment.read'], expiresAt },
    }),
  ]);
  const [kept] = await world.rows(
    `SELECT (SELECT jsonb_agg(t) FROM audit_trail t)::text || (SELECT jsonb_agg(t) FROM api_key t)::text AS text`,
  );
  expect(kept?.['text']).not.toContain(answer['key']);
});

test('asked again under the same key: the same key’s id, without the secret, and says so', async () => {
  const wish = { name: 'Again', idempotencyKey: 'create-again' };
  const first = await create(wish);
  const before = await count();
  const second = await create(wish);
  expect(second).toMatchObject({ key: null, notice: expect.stringMatching(/answered before.*revoke it and make another/) });
  expect(keyOf(second).id).toBe(keyOf(first).id);
  expect(await count()).toEqual(before);
  expect(JSON.stringify(await world.rows('SELECT * FROM idempotency_key'))).not.toContain(first['key']);
});

test('asked again when the key is gone: not found', async () => {
  const wish = { name: 'Gone', idempotencyKey: 'create-gone' };
  const { start } = keyOf(await create(wish));
  await world.rows('DELETE FROM api_key WHERE start = $1 AND name = $2', [start, 'Gone']);
  expect(await create(wish)).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
});

test('asked several times at once under one key: one key is made, and told once', async () => {
  const before = await world.rows('SELECT FROM api_key');
  const wish = { name: 'At once', idempotencyKey: 'create-at-once' };
  const answers = await Promise.all(Array.from({ length: 12 }, () => create(wish)));
  expect(answers.filter(({ key }) => key !== null)).toHaveLength(1);
  expect(new Set(answers.map((answer) => keyOf(answer).id)).size).toBe(1);
  expect(await world.rows('SELECT FROM api_key')).toHaveLength(before.length + 1);
});

test.each([
  ['another provider', { provider: THEIRS }, 'NOT_FOUND', 'provider'],
  ['a provider that is none', { provider: 'T26ZZ9999Z' }, 'NOT_FOUND', 'provider'],
  ['no name', { name: ' ' }, 'INVALID_INPUT', 'name'],
  ['a long name', { name: 'x'.repeat(101) }, 'INVALID_INPUT', 'name'],
  ['no scope', { scopes: [] }, 'INVALID_INPUT', 'scopes'],
  ['more than a year', { expiresAt: new Date(Date.now() + 366 * DAY).toISOString() }, 'INVALID_INPUT', 'expiresAt'],
  ['the past', { expiresAt: new Date(Date.now() - 1000).toISOString() }, 'INVALID_INPUT', 'expiresAt'],
])('%s is refused with a remedy, and nothing is written', async (_name, given, code, field) => {
  const before = await count();
  expect(await create(given)).toMatchObject({ code, path: ['input', field], remedy: expect.stringMatching(/\.$/) });
  expect(await count()).toEqual(before);
});

test('X6 the enum of scopes has what an integrator may, and nothing that makes people, keys, or clear identifiers', async () => {
  const type = await world.act(root.principal, '{ __type(name: "Permission") { enumValues { name description } } }');
  const values = type['enumValues'] as { name: string; description: string }[];
  const names = values.map(({ name }) => name);
  expect(names).toContain('COURSE_RUN_READ');
  for (const never of ['LEARNER_REVEAL_IDENTIFIER', 'USER_MANAGE', 'USER_READ', 'API_KEY_MANAGE', 'API_KEY_READ', 'AUDIT_READ'])
    expect(names).not.toContain(never);
  expect(values.every(({ description }) => description.endsWith('.'))).toBe(true);
});

test('nobody gives a key what they may not do themselves', async () => {
  const narrow: Person = {
    ...admin,
    principal: {
      ...admin.principal,
      grants: [{ providerId: world.ours, roles: ['admin'], only: ['api_key.manage', 'course_run.read'] }],
    },
  };
  expect(await create({}, narrow)).toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(/enrolment\.read/),
    path: ['input', 'scopes'],
  });
});

test('who is deactivated meanwhile makes no key', async () => {
  const gone = await world.person({ email: 'gone@example.org', at: { [world.ours]: ['admin'] }, active: false });
  const before = await count();
  expect(await create({}, gone)).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await count()).toEqual(before);
});

test('a key made while its maker is deactivated does not outlive them', async () => {
  const deactivate = 'mutation ($input: UserDeactivateInput!) { userDeactivate(input: $input) { __typename } }';
  for (let round = 0; round < 5; round += 1) {
    const maker = await world.person({ email: `maker${round}@example.org`, at: { [world.ours]: ['admin'] } });
    await Promise.all([
      create({ name: `Maker ${round}` }, maker),
      world.act(admin.principal, deactivate, { input: { userId: maker.globalId, reason: 'Has left.' } }),
    ]);
    expect(await world.rows('SELECT FROM api_key_grant WHERE created_by = $1 AND revoked_at IS NULL', [maker.id])).toEqual([]);
  }
});

test('a key made while its maker loses their roles does not outlive these', async () => {
  const set = 'mutation ($input: UserSetRolesInput!) { userSetRoles(input: $input) { __typename } }';
  for (let round = 0; round < 5; round += 1) {
    const maker = await world.person({ email: `leaver${round}@example.org`, at: { [world.ours]: ['admin'] } });
    await Promise.all([
      create({ name: `Leaver ${round}` }, maker),
      world.act(admin.principal, set, { input: { userId: maker.globalId, provider: OURS, roles: [] } }),
    ]);
    expect(await world.rows('SELECT FROM api_key_grant WHERE created_by = $1 AND revoked_at IS NULL', [maker.id])).toEqual([]);
    // Their principal is believed here, as a request's is that was under way.
    expect(await create({}, maker)).toMatchObject({ __typename: 'InvalidInputError' });
  }
});

test('S1.25 only admins make and revoke keys; auditors read them', async () => {
  const { id } = keyOf(await create({ name: 'For roles' }));
  for (const role of ['operations', 'auditor', 'trainer', 'finance', 'integrator'] as const) {
    const by = { ...admin.principal, id: `somebody-${role}`, grants: [{ providerId: world.ours, roles: [role] }] };
    const wish = { input: { name: 'x', provider: OURS, scopes: ['COURSE_RUN_READ'] } };
    expect((await world.ask(by, CREATE, wish)).status).toBe(403);
    expect((await world.ask(by, REVOKE, { input: { apiKeyId: id, reason: 'whatever' } })).status).toBe(403);
    expect((await world.ask(by, KEYS)).status).toBe(role === 'auditor' ? 200 : 403);
  }
});

test('a revoked key stays in the list as such, and the audit says who and why', async () => {
  const { id, start } = keyOf(await create({ name: 'To revoke' }));
  const wish = { reason: ' S1234567D was in its log. ', idempotencyKey: 'revoke' };
  const answer = await revoke(id, wish);
  expect(answer).toMatchObject({
    apiKey: { id, status: 'REVOKED', revokedAt: expect.any(String), revokedBy: 'admin@example.org' },
  });
  expect(await revoke(id, wish)).toEqual(answer);
  expect(await revoke(id)).toMatchObject({ code: 'REFUSED', message: 'The key was revoked already.' });
  expect(await world.rows('SELECT enabled FROM api_key WHERE start = $1', [start])).toEqual([{ enabled: false }]);
  expect((await world.audits('api_key.revoke')).at(-1)).toMatchObject({
    provider_id: world.ours,
    reason: '*****567D was in its log.',
    after: { name: 'To revoke', revoked: true },
  });
  expect(await revoke(id, { reason: 'x' })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'reason'] });
});

test('the keys of another provider, and what is no id, are answered like what is not there', async () => {
  const { id } = keyOf(await create({ provider: THEIRS, name: 'FOREIGN' }, foreign));
  const missing = await revoke(globalIdOf('ApiKey', world.ours));
  expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'apiKeyId'] });
  for (const other of [id, 'nonsense', admin.globalId]) expect(await revoke(other)).toEqual(missing);
  const NODE = 'query ($id: ID!) { node(id: $id) { ... on ApiKey { name } } }';
  expect((await world.ask(admin.principal, NODE, { id })).data).toEqual({ node: null });
  expect((await world.ask(root.principal, NODE, { id })).data).toEqual({ node: { name: 'FOREIGN' } });
  const trainer = { ...admin.principal, id: 'trainer', grants: [{ providerId: world.theirs, roles: ['trainer' as const] }] };
  expect((await world.ask(trainer, NODE, { id })).data).toEqual({ node: null });
  expect(JSON.stringify(await world.act(admin.principal, KEYS))).not.toContain('FOREIGN');
  expect(await world.act(admin.principal, KEYS, { filter: { provider: THEIRS } })).toMatchObject({ totalCount: 0, nodes: [] });
});

test('the list says status, last use and whose it is; who made it is hidden where the viewer may not see them', async () => {
  const made = keyOf(await create({ name: 'By root' }, root));
  const expired = keyOf(await create({ name: 'Expired' }));
  await world.rows(
    `UPDATE api_key SET expires_at = now() - interval '1 day', last_request = '2026-01-05T01:02:00Z' WHERE start = $1`,
    [expired.start],
  );
  const list = async (filter: object, by = admin) =>
    (await world.act(by.principal, KEYS, { filter })) as unknown as { totalCount: number; nodes: Record<string, unknown>[] };
  expect((await list({ text: 'by root' })).nodes).toMatchObject([{ id: made.id, createdBy: null, status: 'ACTIVE' }]);
  expect((await list({ text: 'by root' }, root)).nodes).toMatchObject([{ createdBy: { email: 'root@example.org' } }]);
  await world.rows('UPDATE api_key_grant SET created_by = NULL FROM api_key WHERE id = api_key_id AND start = $1', [
    expired.start,
  ]);
  expect((await list({ text: 'Expired' })).nodes).toMatchObject([{ createdBy: null }]);
  expect((await list({ status: 'EXPIRED' })).nodes).toMatchObject([{ name: 'Expired', lastUsedAt: '2026-01-05T01:02:00.000Z' }]);
  expect((await list({ status: 'REVOKED', text: 'to revoke' })).totalCount).toBe(1);
  const active = await list({ status: 'ACTIVE', provider: OURS.toLowerCase() });
  expect(active.totalCount).toBe(active.nodes.length);
  expect(active.nodes.map(({ name }) => name)).not.toContain('Expired');
  const every = await list({}, root);
  expect(every.nodes.map(({ name }) => name)).toContain('FOREIGN');
});

test('a key without a grant is listed nowhere', async () => {
  await world.api.deps.accounts.createApiKey({ name: 'STRAY', userId: admin.id, expiresAt: null });
  expect(JSON.stringify(await world.act(root.principal, KEYS))).not.toContain('STRAY');
});

const listCounted = (first: number) => world.api.statements.during(() => world.act(root.principal, KEYS, { first }));

test('the number of statements is the same for one key and for all', async () => {
  const [one, all] = [await listCounted(1), await listCounted(10)];
  expect(all.statements.length).toBe(one.statements.length);
});
