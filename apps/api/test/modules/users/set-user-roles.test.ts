import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemPrincipal } from '../../../src/access/system-principal.js';
import { ActRefusal } from '../../../src/acts/act-refusal.js';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { setUserRoles } from '../../../src/modules/users/set-user-roles.js';
import { createPeopleWorld, OURS, type PeopleWorld, type Person, THEIRS } from './people.js';

const SET = `mutation ($input: UserSetRolesInput!) { userSetRoles(input: $input) {
  __typename
  ... on UserSetRolesSuccess { user { id roles { provider { uen } roles } } }
  ... on ActError { code message remedy path }
} }`;

let world: PeopleWorld;
let admin: Person;
let person: Person;
let turn = 0;
beforeAll(async () => {
  world = await createPeopleWorld();
});
afterAll(() => world.api.close());
beforeEach(async () => {
  turn += 1;
  await world.rows('DELETE FROM user_role');
  await world.rows('DELETE FROM audit_trail');
  admin = await world.person({ email: `admin${turn}@example.org`, at: { [world.ours]: ['admin'] } });
  person = await world.person({
    email: `person${turn}@example.org`,
    at: { [world.ours]: ['trainer', 'finance'], [world.theirs]: ['auditor'] },
  });
});

const set = (given: Record<string, unknown>, by = admin.principal) =>
  world.act(by, SET, { input: { userId: person.globalId, provider: OURS, roles: ['OPERATIONS', 'TRAINER'], ...given } });
const rolesOf = async (userId: string) =>
  (
    await world.rows('SELECT role FROM user_role WHERE user_id = $1 AND provider_id = $2 ORDER BY role', [userId, world.ours])
  ).map(({ role }) => role);

test('S1.25 S1.27 the roles become the given ones at that provider alone, with an audit of before and after', async () => {
  expect(await set({})).toEqual({
    __typename: 'UserSetRolesSuccess',
    user: { id: person.globalId, roles: [{ provider: { uen: OURS }, roles: ['OPERATIONS', 'TRAINER'] }] },
  });
  expect(await rolesOf(person.id)).toEqual(['operations', 'trainer']);
  expect(
    await world.rows('SELECT role FROM user_role WHERE user_id = $1 AND provider_id = $2', [person.id, world.theirs]),
  ).toEqual([{ role: 'auditor' }]);
  expect(await world.audits('user.set_roles')).toEqual([
    expect.objectContaining({
      provider_id: world.ours,
      actor_id: admin.id,
      actor_role: 'admin',
      entity_id: person.id,
      before: { roles: ['trainer', 'finance'] },
      after: { roles: ['operations', 'trainer'] },
    }),
  ]);
});

test('no roles: no access there; the same roles again: nothing to audit', async () => {
  expect(await set({ roles: [] })).toMatchObject({ user: { roles: [] } });
  expect(await rolesOf(person.id)).toEqual([]);
  const again = await createdAdmin();
  expect(await set({ userId: again.globalId, roles: ['ADMIN'] })).toMatchObject({ __typename: 'UserSetRolesSuccess' });
  expect(await world.audits('user.set_roles')).toHaveLength(1);
});

const createdAdmin = () => world.person({ email: `second${turn}@example.org`, at: { [world.ours]: ['admin'] } });

test('asked again under the same key it is answered, and not done again', async () => {
  await set({ idempotencyKey: 'k' });
  await world.rows(`DELETE FROM user_role WHERE user_id = $1 AND role = 'operations'`, [person.id]);
  expect(await set({ idempotencyKey: 'k' })).toMatchObject({ __typename: 'UserSetRolesSuccess' });
  expect(await rolesOf(person.id)).toEqual(['trainer']);
});

test('S1.25 asked again under the same key after the user left the provider: not shown any more', async () => {
  expect(await set({ idempotencyKey: 'left' })).toMatchObject({ __typename: 'UserSetRolesSuccess' });
  await world.rows('DELETE FROM user_role WHERE user_id = $1 AND provider_id = $2', [person.id, world.ours]);
  expect(await set({ idempotencyKey: 'left' })).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
});

test('a provider keeps an admin: the last one is neither demoted nor demotes themselves', async () => {
  const refused = {
    code: 'REFUSED',
    message: 'They are the last active admin of the provider.',
    remedy: expect.stringMatching(/first\.$/),
  };
  expect(await set({ userId: admin.globalId, roles: [] })).toMatchObject(refused);
  expect(await rolesOf(admin.id)).toEqual(['admin']);
  const second = await createdAdmin();
  await world.rows('UPDATE app_user SET active = false WHERE id = $1', [second.id]);
  expect(await set({ userId: admin.globalId, roles: ['TRAINER'] })).toMatchObject(refused);
  await world.rows('UPDATE app_user SET active = true WHERE id = $1', [second.id]);
  expect(await set({ userId: admin.globalId, roles: ['TRAINER'] })).toMatchObject({ __typename: 'UserSetRolesSuccess' });
  expect(await world.audits('user.set_roles')).toHaveLength(1);
});

test('two admins demote each other at once: one is refused, and one admin is left', async () => {
  for (let round = 0; round < 5; round += 1) {
    const second = await world.person({ email: `race${turn}.${round}@example.org`, at: { [world.ours]: ['admin'] } });
    await world.rows(`INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, 'admin') ON CONFLICT DO NOTHING`, [
      admin.id,
      world.ours,
    ]);
    await world.rows(`DELETE FROM user_role WHERE role = 'admin' AND user_id <> ALL ($1)`, [[admin.id, second.id]]);
    const answers = await Promise.all([
      set({ userId: second.globalId, roles: ['TRAINER'] }),
      set({ userId: admin.globalId, roles: ['TRAINER'] }, second.principal),
    ]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['RefusedError', 'UserSetRolesSuccess']);
    expect(await world.rows(`SELECT FROM user_role WHERE role = 'admin' AND provider_id = $1`, [world.ours])).toHaveLength(1);
  }
});

test('nobody raises themselves, nor gives a person the role of machines', async () => {
  expect(await set({ userId: admin.globalId, provider: THEIRS, roles: ['ADMIN'] })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await set({ roles: ['INTEGRATOR'] })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'roles'] });
  const operations = await world.person({ email: `ops${turn}@example.org`, at: { [world.ours]: ['operations'] } });
  const { errors } = await world.ask(operations.principal, SET, {
    input: { userId: operations.globalId, provider: OURS, roles: ['ADMIN'] },
  });
  expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  expect(await rolesOf(operations.id)).toEqual(['operations']);
});

test('an admin whose key or token is narrowed gives nothing beyond it', async () => {
  const narrow = {
    ...admin.principal,
    grants: [{ providerId: world.ours, roles: ['admin' as const], only: ['user.manage' as const, 'user.read' as const] }],
  };
  expect(await set({ roles: ['ADMIN'] }, narrow)).toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(/more than they have/),
  });
  expect(await set({ roles: ['TRAINER'] }, narrow)).toMatchObject({ __typename: 'UserSetRolesSuccess' });
});

test('another provider, its people, and what is no id are answered like what is not there', async () => {
  const foreign = await world.person({ email: `foreign${turn}@example.org`, at: { [world.theirs]: ['trainer'] } });
  const missing = { ...(await set({ userId: globalIdOf('User', world.ours) })) };
  expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'userId'] });
  for (const userId of [foreign.globalId, globalIdOf('TrainingProvider', person.id), 'nonsense', person.id])
    expect(await set({ userId })).toEqual(missing);
  const nowhere = await set({ provider: 'T26ZZ9999Z' });
  expect(nowhere).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'provider'] });
  expect(await set({ provider: THEIRS })).toEqual(nowhere);
  expect(await rolesOf(foreign.id)).toEqual([]);
});

test('the use case judges by itself, for the command line too', async () => {
  const { deps } = world.api;
  const change = { userId: person.id, provider: OURS, roles: ['auditor'] as const };
  await setUserRoles(deps, systemPrincipal('cli'), change);
  expect(await world.audits('user.set_roles')).toEqual([
    expect.objectContaining({ actor_type: 'system', actor_id: null, actor_name: 'cli' }),
  ]);
  await expect(setUserRoles(deps, person.principal, change)).rejects.toThrow(ActRefusal);
});
