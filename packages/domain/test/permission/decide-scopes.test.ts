import { expect, test } from 'vitest';
import { ACTION_NAMES, type Action } from '../../src/permission/actions.js';
import { decideScopes, KEY_SCOPES } from '../../src/permission/decide-scopes.js';
import type { Principal } from '../../src/permission/principal.js';
import type { Role } from '../../src/permission/roles.js';

const at = (providerId: string, role: Role, only?: Action[]): Principal => ({
  kind: 'user',
  id: 'somebody',
  name: 'somebody@example.org',
  grants: [{ providerId, roles: [role], ...(only && { only }) }],
});

test('X6 keys may have what an integrator may: no people, no keys, no audit, no identifier in the clear', () => {
  expect(ACTION_NAMES.filter((action) => !KEY_SCOPES.includes(action))).toEqual([
    'learner.reveal_identifier',
    'learner_review.decide',
    'saved_view.share',
    'audit.read',
    'user.read',
    'user.manage',
    'api_key.read',
    'api_key.manage',
  ]);
});

test('X6 scopes are told in one order, each once', () => {
  expect(decideScopes(at('a', 'admin'), 'a', ['enrolment.read', 'course.read', 'enrolment.read'])).toEqual({
    allowed: true,
    scopes: ['course.read', 'enrolment.read'],
  });
});

test.each([
  ['none', at('a', 'admin'), [], 'none'],
  ['what no key may have', at('every', 'admin'), ['course.read', 'user.manage'], 'not_for_keys'],
  ['at another provider', at('b', 'admin'), ['course.read'], 'beyond_own'],
  ['what the giver’s role does not allow', at('a', 'finance'), ['enrolment.remove'], 'beyond_own'],
  ['what the giver’s own key does not allow', at('a', 'admin', ['api_key.manage']), ['course.read'], 'beyond_own'],
  ['what the giver may do to their own rows alone', at('a', 'trainer'), ['course_run.read'], 'beyond_own'],
] as const)('X6 %s is refused with a remedy', (_name, by, wished, because) => {
  expect(decideScopes(by, 'a', wished)).toEqual({
    allowed: false,
    because,
    reason: expect.stringMatching(/\.$/),
    remedy: expect.stringMatching(/\.$/),
  });
});
