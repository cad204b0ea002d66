import { ACTION_NAMES } from '@rollcall/domain/permission/actions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf } from './ask.js';
import { createExample, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  example = await createExample(api.deps, 1);
  other = await createExample(api.deps, 1, OTHER_UEN);
});
afterAll(() => api.close());

const VIEWER =
  '{ viewer { kind name user { email name } roles { provider { uen name } roles scopes permissions } permissions } }';

interface Viewer {
  kind: string;
  name: string;
  user: { email: string; name: string } | null;
  roles: { provider: { uen: string; name: string } | null; roles: string[]; scopes: string[] | null; permissions: string[] }[];
  permissions: string[];
}

test('nobody is null, and no error', async () => {
  expect(await dataOf(api, VIEWER, {}, {})).toEqual({ viewer: null });
});

test('S1.25 a person: account, roles by UEN, and what they may do at each provider', async () => {
  const user = await api.deps.database.prisma.appUser.findFirstOrThrow({ where: { name: 'Tan Invented' } });
  const principal = {
    ...somebody(user.id, example.providerId, 'trainer'),
    grants: [
      { providerId: other.providerId, roles: ['operations' as const, 'finance' as const] },
      { providerId: example.providerId, roles: ['trainer' as const] },
    ],
  };
  const { viewer } = await dataOf<{ viewer: Viewer }>(api, VIEWER, {}, callers.as(principal));
  expect(viewer).toMatchObject({
    kind: 'USER',
    name: 'trainer@example.org',
    user: { email: user.email, name: 'Tan Invented' },
    roles: [
      {
        provider: { uen: UEN, name: `Invented Academy ${UEN}` },
        roles: ['trainer'],
        scopes: null,
        permissions: expect.arrayContaining(['course_run.decline']),
      },
      { provider: { uen: OTHER_UEN }, roles: ['operations', 'finance'], scopes: null },
    ],
  });
  expect(viewer.roles[0]?.permissions).not.toContain('enrolment.remove');
  expect(viewer.permissions).toContain('enrolment.remove');
  expect(viewer.permissions).not.toContain('user.manage');
});

test('somebody at one provider is not told of another', async () => {
  const { text } = await ask(api, VIEWER, {}, callers.as(somebody(api.deps.newId(), example.providerId, 'admin')));
  expect(text).toContain(UEN);
  expect(text).not.toContain(OTHER_UEN);
});

test('a key: its scopes, at every provider, and no account', async () => {
  const { viewer } = await dataOf<{ viewer: Viewer }>(api, VIEWER);
  expect(viewer).toMatchObject({
    kind: 'API_KEY',
    name: 'external',
    user: null,
    roles: [{ provider: null, roles: ['integrator'] }],
  });
  expect(viewer.permissions).toEqual(ACTION_NAMES.filter((action) => viewer.roles[0]?.scopes?.includes(action)));
  expect(viewer.permissions).not.toContain('learner.reveal_identifier');
});

test('a key without the scope to see providers is told nothing of where it works', async () => {
  const key = {
    kind: 'api_key' as const,
    id: api.deps.newId(),
    name: 'narrow',
    grants: [{ providerId: example.providerId, roles: ['integrator' as const], only: ['enrolment.read' as const] }],
  };
  const { viewer } = await dataOf<{ viewer: Viewer }>(api, VIEWER, {}, callers.as(key));
  expect(viewer.permissions).toEqual(['enrolment.read']);
});
