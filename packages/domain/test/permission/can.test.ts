import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTION_NAMES } from '../../src/permission/actions.js';
import { can, may, reachOf } from '../../src/permission/can.js';
import type { Grant, Principal } from '../../src/permission/principal.js';
import { ROLES } from '../../src/permission/roles.js';

const PROVIDERS = ['a', 'b', 'c'];
const action = fc.constantFrom(...ACTION_NAMES);
const roles = fc.subarray([...ROLES]);
const scopes = fc.subarray([...ACTION_NAMES]);
const grant: fc.Arbitrary<Grant> = fc.record(
  { providerId: fc.constantFrom('every', ...PROVIDERS), roles, only: scopes },
  { requiredKeys: ['providerId', 'roles'] },
);
const principal: fc.Arbitrary<Principal> = fc.record({
  kind: fc.constantFrom('user', 'api_key', 'token', 'system'),
  id: fc.constantFrom('somebody', null),
  name: fc.constant('somebody@example.org'),
  grants: fc.array(grant, { maxLength: 4 }),
});
const target = fc.record(
  { providerId: fc.constantFrom(null, ...PROVIDERS), ownerIds: fc.subarray(['somebody', 'else']) },
  { requiredKeys: ['providerId'] },
);

test('X6 scopes only narrow: what a scoped grant allows, the role allows, and the scope names', () => {
  fc.assert(
    fc.property(principal, action, target, scopes, (somebody, wish, where, only) => {
      const scoped = { ...somebody, grants: somebody.grants.map((given) => ({ ...given, only })) };
      const whole = {
        ...somebody,
        grants: somebody.grants.map(({ providerId, roles: given }) => ({ providerId, roles: given })),
      };
      const open = can(whole, wish, where);
      // A role that allows it, if only to one's own, is there: then the scope is what is missing.
      const isInRole = open.allowed || open.because === 'not_own';
      const expected = only.includes(wish) || !isInRole ? open : { allowed: false, because: 'not_in_scope' };
      expect(can(scoped, wish, where)).toMatchObject(expected);
    }),
  );
});

test('S1.25 without a grant at the provider the answer is other_provider, whatever the roles elsewhere', () => {
  fc.assert(
    fc.property(principal, action, target, (somebody, wish, where) => {
      const elsewhere = somebody.grants.filter(({ providerId }) => providerId !== 'every' && providerId !== where.providerId);
      expect(can({ ...somebody, grants: elsewhere }, wish, where)).toMatchObject({ allowed: false, because: 'other_provider' });
    }),
  );
});

test('S1.25 `every` covers each provider and what belongs to none', () => {
  fc.assert(
    fc.property(roles, action, target, (given, wish, where) => {
      const somebody: Principal = { kind: 'user', id: 'somebody', name: 'x', grants: [{ providerId: 'every', roles: given }] };
      const verdict = can(somebody, wish, where);
      expect(verdict).not.toMatchObject({ because: 'other_provider' });
      expect(verdict).toEqual(can(somebody, wish, { ...where, providerId: null }));
    }),
  );
});

test('S1.25 another grant never takes anything away', () => {
  const kept = fc.property(principal, grant, action, target, (somebody, more, wish, where) => {
    const after = can({ ...somebody, grants: [...somebody.grants, more] }, wish, where);
    return after.allowed || !can(somebody, wish, where).allowed;
  });
  expect(fc.check(kept)).toMatchObject({ failed: false });
});

test('S1.25 what is one’s own is so by one’s id: nobody without an id owns anything', () => {
  const trainer: Principal = { kind: 'token', id: null, name: 'x', grants: [{ providerId: 'a', roles: ['trainer'] }] };
  expect(can(trainer, 'course_run.decline', { providerId: 'a', ownerIds: ['somebody'] })).toMatchObject({ because: 'not_own' });
});

test('the reach of a principal is where can() allows: the rows that a query finds are the rows that an act may touch', () => {
  fc.assert(
    fc.property(principal, action, (somebody, wish) => {
      const { everywhere, providerIds, ownProviderIds, ownerId } = reachOf(somebody, wish);
      expect(ownerId).toBe(everywhere ? null : somebody.id);
      for (const providerId of PROVIDERS) {
        expect(can(somebody, wish, { providerId }).allowed).toBe(everywhere || providerIds.includes(providerId));
        const own = can(somebody, wish, { providerId, ownerIds: ['somebody'] });
        const inReach =
          everywhere || providerIds.includes(providerId) || (ownProviderIds.includes(providerId) && ownerId !== null);
        // A trainer at every provider owns rows nowhere in a query: nobody is made one.
        const isEverywhere = somebody.grants.some((given) => given.providerId === 'every');
        expect(own.allowed === inReach || isEverywhere).toBe(true);
      }
      expect(can(somebody, wish, { providerId: null }).allowed).toBe(everywhere);
      expect(may(somebody, wish)).toBe(everywhere || providerIds.length + ownProviderIds.length > 0);
    }),
  );
});

test('a role without the action and a key without the scope are told apart', () => {
  const auditor: Principal = { kind: 'user', id: 'x', name: 'x', grants: [{ providerId: 'a', roles: ['auditor'] }] };
  expect(can(auditor, 'enrolment.remove', { providerId: 'a' })).toEqual({
    allowed: false,
    because: 'not_in_role',
    reason: 'Your role does not allow: Remove a learner from a run, so that no sync brings them back.',
  });
  const key: Principal = {
    kind: 'api_key',
    id: 'k',
    name: 'k',
    grants: [{ providerId: 'a', roles: ['integrator'], only: ['enrolment.read'] }],
  };
  expect(can(key, 'enrolment.remove', { providerId: 'a' })).toMatchObject({
    because: 'not_in_scope',
    reason: 'Your key has no scope for: Remove a learner from a run, so that no sync brings them back.',
  });
});
