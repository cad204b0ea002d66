import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { createPeopleWorld, OURS, type PeopleWorld, type Person, THEIRS } from './people.js';

const USERS = `query ($filter: UserFilter, $first: Int) { users(filter: $filter, first: $first) {
  totalCount nodes { id email name active signedUp installationAdmin twoFactorEnabled createdAt roles { provider { uen name } roles } }
} }`;

let world: PeopleWorld;
let admin: Person;
let root: Person;
beforeAll(async () => {
  world = await createPeopleWorld();
  admin = await world.person({ email: 'admin@example.org', at: { [world.ours]: ['admin'] } });
  root = await world.person({ email: 'root@example.org', installationAdmin: true });
  await world.person({ email: 'both@example.org', at: { [world.ours]: ['trainer', 'operations'], [world.theirs]: ['admin'] } });
  await world.person({ email: 'gone@example.org', at: { [world.ours]: ['trainer'] }, active: false, signedUp: false });
  await world.person({ email: 'foreign@example.org', at: { [world.theirs]: ['trainer'] } });
});
afterAll(() => world.api.close());

type Page = { totalCount: number; nodes: { id: string; email: string; roles: unknown }[] };
const list = async (by: Person, filter?: Record<string, unknown>) =>
  (await world.act(by.principal, USERS, { filter })) as unknown as Page;
const emails = async (by: Person, filter?: Record<string, unknown>) => (await list(by, filter)).nodes.map(({ email }) => email);

test('S1.25 an admin sees the users with a role at their provider, and what they are there alone', async () => {
  const { totalCount, nodes } = await list(admin);
  expect(totalCount).toBe(3);
  expect(nodes).toMatchObject([
    { email: 'admin@example.org', active: true, signedUp: true, roles: [{ provider: { uen: OURS }, roles: ['ADMIN'] }] },
    { email: 'both@example.org', roles: [{ provider: { uen: OURS }, roles: ['OPERATIONS', 'TRAINER'] }] },
    { email: 'gone@example.org', active: false, signedUp: false },
  ]);
  expect(JSON.stringify(nodes)).not.toContain(THEIRS);
});

test('S1.25 an admin of the installation sees everybody, those without a role too', async () => {
  const { nodes } = await list(root);
  expect(nodes.map(({ email }) => email)).toEqual(
    ['admin', 'both', 'foreign', 'gone', 'root'].map((name) => `${name}@example.org`),
  );
  expect(nodes[1]?.roles).toMatchObject([
    { provider: { uen: OURS }, roles: ['OPERATIONS', 'TRAINER'] },
    { provider: { uen: THEIRS }, roles: ['ADMIN'] },
  ]);
});

test.each([
  [{ role: 'TRAINER' }, ['both@example.org', 'gone@example.org']],
  [{ active: true }, ['admin@example.org', 'both@example.org']],
  [{ active: false, role: 'TRAINER' }, ['gone@example.org']],
  [{ text: 'BOTH@' }, ['both@example.org']],
  [{ text: '%' }, []],
  [{ provider: OURS.toLowerCase(), role: 'OPERATIONS' }, ['both@example.org']],
  // Admin they are at the other provider: a filter does not tell.
  [{ role: 'ADMIN' }, ['admin@example.org']],
  [{ provider: THEIRS }, []],
  [{ provider: 'T26ZZ9999Z' }, []],
])('the filter %j', async (filter, expected) => {
  expect(await emails(admin, filter)).toEqual(expected);
  expect((await list(admin, filter)).totalCount).toBe(expected.length);
});

test('role and provider are asked of the same role', async () => {
  expect(await emails(root, { provider: THEIRS, role: 'TRAINER' })).toEqual(['foreign@example.org']);
});

test('S1.25 who may not read users is refused; auditors may', async () => {
  for (const role of ['operations', 'trainer', 'finance'] as const) {
    const { status } = await world.ask(
      { ...admin.principal, id: role, grants: [{ providerId: world.ours, roles: [role] }] },
      USERS,
    );
    expect(status).toBe(403);
  }
  const auditor = { ...admin.principal, id: 'auditor', grants: [{ providerId: world.ours, roles: ['auditor' as const] }] };
  expect(await world.act(auditor, USERS)).toMatchObject({ totalCount: 3 });
});

test('a node is found by those who see the user, and is nothing to others', async () => {
  const [foreign] = await world.rows(`SELECT id FROM app_user WHERE email = 'foreign@example.org'`);
  const ids = [
    admin.globalId,
    globalIdOf('User', String(foreign?.['id'])),
    globalIdOf('User', world.ours),
    globalIdOf('AppUser', admin.id),
  ];
  const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { email } } }`;
  expect((await world.ask(admin.principal, NODES, { ids })).data).toEqual({
    nodes: [{ email: 'admin@example.org' }, null, null, null],
  });
  expect((await world.ask(root.principal, NODES, { ids })).data).toMatchObject({
    nodes: [{}, { email: 'foreign@example.org' }, null, null],
  });
  const trainer = { ...admin.principal, id: 'trainer', grants: [{ providerId: world.ours, roles: ['trainer' as const] }] };
  expect((await world.ask(trainer, NODES, { ids })).data).toEqual({ nodes: [null, null, null, null] });
});

const listCounted = (first: number) => world.api.statements.during(() => world.act(root.principal, USERS, { first }));

test('the number of statements is the same for one user and for all', async () => {
  const [one, all] = [await listCounted(1), await listCounted(5)];
  expect((all.result as unknown as Page).nodes).toHaveLength(5);
  expect(all.statements.length).toBe(one.statements.length);
});
