import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { createPeopleWorld, OURS, type PeopleWorld, type Person } from './people.js';

const ACT = (name: string) => `mutation ($input: ${name}Input!) { ${name.charAt(0).toLowerCase()}${name.slice(1)}(input: $input) {
  __typename
  ... on ${name}Success { user { id active roles { roles } } }
  ... on ActError { code message remedy path }
} }`;
const LINK = `mutation ($input: UserPasswordLinkSendInput!) { userPasswordLinkSend(input: $input) {
  __typename
  ... on UserPasswordLinkSendSuccess { user { id } passwordLink { outcome expiresAt } link }
  ... on ActError { code message remedy path }
} }`;

let world: PeopleWorld;
let admin: Person;
let root: Person;
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
  await world.rows('UPDATE app_user SET installation_admin = false');
  admin = await world.person({ email: `admin${turn}@example.org`, at: { [world.ours]: ['admin'] } });
  root = await world.person({ email: `root${turn}@example.org`, installationAdmin: true });
  person = await world.person({ email: `person${turn}@example.org`, at: { [world.ours]: ['trainer'] } });
});

const reasoned = (who: Person, given: Record<string, unknown> = {}) => ({
  input: { userId: who.globalId, reason: 'Has left the company.', ...given },
});
const deactivate = (who: Person, by = admin, given: Record<string, unknown> = {}) =>
  world.act(by.principal, ACT('UserDeactivate'), reasoned(who, given));
const reactivate = (who: Person, by = admin, given: Record<string, unknown> = {}) =>
  world.act(by.principal, ACT('UserReactivate'), reasoned(who, given));
const send = (who: Person, by = admin, given: Record<string, unknown> = {}) =>
  world.act(by.principal, LINK, { input: { userId: who.globalId, ...given } });
const isActive = async ({ id }: Person) => (await world.rows('SELECT active FROM app_user WHERE id = $1', [id]))[0]?.['active'];

async function openSession({ id }: Person): Promise<void> {
  await world.rows(`INSERT INTO auth_session (id, user_id, token, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')`, [
    world.api.deps.newId(),
    id,
    world.api.deps.newId(),
  ]);
}

async function makeKey(owner: Person): Promise<string> {
  const { accounts, database } = world.api.deps;
  const { id } = await accounts.createApiKey({ name: 'kiosk', userId: owner.id, expiresAt: null });
  await database.prisma.apiKeyGrant.create({
    data: { apiKeyId: id, providerId: world.ours, scopes: ['course_run.read'], createdBy: owner.id },
  });
  return id;
}

test('X6 deactivated: sessions and open links end, keys are revoked, a trainer’s assignments stay, and the audit says why', async () => {
  await openSession(person);
  await world.api.deps.accounts.issuePasswordLink(person.id, { ttlSeconds: 60, purpose: 'reset' });
  const [key, other] = [await makeKey(person), await makeKey(admin)];
  const course = await world.api.deps.database.prisma.course.create({
    data: { providerId: world.ours, courseCode: `TGS-20260000${turn}`, title: 'Invented' },
  });
  await world.api.deps.database.prisma.courseRun.create({
    data: {
      providerId: world.ours,
      courseId: course.id,
      ssgRunId: `8500${turn}`,
      startDate: new Date('2026-12-01'),
      endDate: new Date('2026-12-01'),
      assignedTrainerId: person.id,
      assignedTrainerName: 'Invented Person',
      assignedTrainerEmail: `person${turn}@example.org`,
      assignmentSource: 'admin',
      modeOfLearning: 'Online',
    },
  });

  expect(await deactivate(person, admin, { reason: '  Has left, S1234567D was theirs. ' })).toEqual({
    __typename: 'UserDeactivateSuccess',
    user: { id: person.globalId, active: false, roles: [{ roles: ['TRAINER'] }] },
  });
  expect(await world.rows('SELECT FROM auth_session WHERE user_id = $1', [person.id])).toEqual([]);
  expect(await world.rows('SELECT FROM auth_verification WHERE value = $1', [person.id])).toEqual([]);
  expect(
    await world.rows(
      `SELECT api_key_id AS id, revoked_at IS NOT NULL AS revoked, revoked_by, enabled FROM api_key_grant JOIN api_key ON id = api_key_id
       WHERE api_key_id = ANY ($1) ORDER BY api_key_id`,
      [[key, other]],
    ),
  ).toEqual([
    { id: key, revoked: true, revoked_by: `admin${turn}@example.org`, enabled: false },
    { id: other, revoked: false, revoked_by: null, enabled: true },
  ]);
  expect(await world.rows('SELECT FROM course_run WHERE assigned_trainer_id = $1', [person.id])).toHaveLength(1);
  expect(await world.audits('user.deactivate')).toEqual([
    expect.objectContaining({
      provider_id: world.ours,
      actor_id: admin.id,
      entity_id: person.id,
      reason: 'Has left, *****567D was theirs.',
      before: { active: true },
      after: { active: false, apiKeysRevoked: [key] },
    }),
  ]);
});

test('reactivated: the roles are there again, the sessions and keys are not', async () => {
  await openSession(person);
  const key = await makeKey(person);
  await deactivate(person);
  expect(await reactivate(person)).toMatchObject({ user: { active: true, roles: [{ roles: ['TRAINER'] }] } });
  expect(await world.rows('SELECT FROM auth_session WHERE user_id = $1', [person.id])).toEqual([]);
  expect(await world.rows('SELECT enabled FROM api_key WHERE id = $1', [key])).toEqual([{ enabled: false }]);
  expect(await world.audits('user.reactivate')).toEqual([
    expect.objectContaining({ reason: 'Has left the company.', before: { active: false }, after: { active: true } }),
  ]);
});

test('who is so already is refused, and nothing is written', async () => {
  expect(await reactivate(person)).toMatchObject({ code: 'REFUSED', message: 'The user is active already.' });
  await deactivate(person);
  expect(await deactivate(person)).toMatchObject({ code: 'REFUSED', message: 'The user is inactive already.' });
  expect(await world.audits('user.deactivate')).toHaveLength(1);
});

test('asked again under the same key it is answered, and not done again', async () => {
  const wish = { idempotencyKey: `deactivate-${turn}` };
  await deactivate(person, admin, wish);
  await reactivate(person);
  expect(await deactivate(person, admin, wish)).toMatchObject({ __typename: 'UserDeactivateSuccess', user: { active: true } });
  expect(await isActive(person)).toBe(true);
});

test('the last admin of a provider, or of the installation, stays', async () => {
  expect(await deactivate(admin)).toMatchObject({
    code: 'REFUSED',
    message: expect.stringMatching(new RegExp(`last active admin of Invented Academy ${OURS}`)),
  });
  expect(await deactivate(root, root)).toMatchObject({ code: 'REFUSED', message: expect.stringMatching(/of the installation/) });
  const second = await world.person({ email: `root.two${turn}@example.org`, installationAdmin: true });
  expect(await deactivate(root, second)).toMatchObject({ __typename: 'UserDeactivateSuccess' });
  expect(await deactivate(second, second)).toMatchObject({ code: 'REFUSED' });
});

test('two admins deactivate each other at once: one is refused', async () => {
  const second = await world.person({ email: `second${turn}@example.org`, at: { [world.ours]: ['admin'] } });
  const answers = await Promise.all([deactivate(second, admin), deactivate(admin, second)]);
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['RefusedError', 'UserDeactivateSuccess']);
  expect([await isActive(admin), await isActive(second)].filter(Boolean)).toHaveLength(1);
});

test('two admins of the installation deactivate each other at once: one is refused', async () => {
  const second = await world.person({ email: `root.race${turn}@example.org`, installationAdmin: true });
  const answers = await Promise.all([deactivate(second, root), deactivate(root, second)]);
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['RefusedError', 'UserDeactivateSuccess']);
});

test('an admin demoted while the other is deactivated: one is refused', async () => {
  const second = await world.person({ email: `third${turn}@example.org`, at: { [world.ours]: ['admin'] } });
  const demote = `mutation ($input: UserSetRolesInput!) { userSetRoles(input: $input) { __typename } }`;
  const answers = await Promise.all([
    deactivate(second, admin),
    world.act(second.principal, demote, { input: { userId: admin.globalId, provider: OURS, roles: [] } }),
  ]);
  expect(answers.filter(({ __typename }) => __typename === 'RefusedError')).toHaveLength(1);
});

test('an account that reaches further than the admin’s provider is not theirs to close, open or reset', async () => {
  await world.rows(`INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, 'finance')`, [person.id, world.theirs]);
  for (const answer of [await deactivate(person), await reactivate(person), await send(person)])
    expect(answer).toMatchObject({ code: 'FORBIDDEN', remedy: expect.stringMatching(/admin of the installation/) });
  expect(await isActive(person)).toBe(true);
  expect(await deactivate(person, root)).toMatchObject({ __typename: 'UserDeactivateSuccess' });
  // Each provider finds it in its audit.
  expect((await world.audits('user.deactivate')).map(({ provider_id }) => provider_id).sort()).toEqual(
    [world.ours, world.theirs].sort(),
  );
});

test('people of another provider, and what is no id, are answered like what is not there', async () => {
  const foreign = await world.person({ email: `foreign${turn}@example.org`, at: { [world.theirs]: ['trainer'] } });
  const nobody = { ...foreign, globalId: globalIdOf('User', world.ours) };
  for (const act of [deactivate, reactivate, send]) {
    const missing = await act(nobody);
    expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'userId'] });
    expect(await act(foreign)).toEqual(missing);
    expect(await act({ ...foreign, globalId: 'nonsense' })).toEqual(missing);
  }
  expect(await isActive(foreign)).toBe(true);
});

test.each([' a ', 'x'.repeat(501)])('a reason of 3 to 500 characters is asked for', async (reason) => {
  for (const act of [deactivate, reactivate])
    expect(await act(person, admin, { reason })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'reason'] });
});

test('X4 a new link: an invitation for who has not signed up, a reset for a day for everybody else; the older one is worthless', async () => {
  const fresh = await world.person({ email: `fresh${turn}@example.org`, at: { [world.ours]: ['trainer'] }, signedUp: false });
  const [first, second] = [await send(fresh), await send(fresh)];
  expect(first).toMatchObject({ user: { id: fresh.globalId }, passwordLink: { outcome: 'HANDED_OVER' } });
  expect(first['link']).toMatch(/\/accept-invitation\?token=/);
  expect(second['link']).not.toBe(first['link']);
  expect(await world.rows('SELECT FROM auth_verification WHERE value = $1', [fresh.id])).toHaveLength(1);

  const reset = await send(person, admin, { idempotencyKey: `link-${turn}` });
  expect(reset['link']).toMatch(/\/reset-password\?token=/);
  const { expiresAt } = reset['passwordLink'] as { expiresAt: string };
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(24 * 3600 * 1000);
  expect(await send(person, admin, { idempotencyKey: `link-${turn}` })).toMatchObject({
    passwordLink: { outcome: 'ANSWERED_BEFORE' },
    link: null,
  });
  expect((await world.audits('user.send_password_link')).map(({ after }) => after)).toEqual([
    { purpose: 'invitation' },
    { purpose: 'invitation' },
    { purpose: 'reset' },
  ]);
});

test('who was deactivated is sent no link', async () => {
  await deactivate(person);
  expect(await send(person)).toMatchObject({ code: 'REFUSED', message: 'The user was deactivated.' });
});
