import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideDeactivation,
  decideRoles,
  decideWholeAccount,
  PEOPLE_ROLES,
  type RolesWish,
} from '../../src/permission/decide-roles.js';
import type { Principal } from '../../src/permission/principal.js';
import { ROLES, type Role } from '../../src/permission/roles.js';

const at = (providerId: string, ...roles: Role[]): Principal => ({
  kind: 'user',
  id: 'u-admin',
  name: 'admin@example.org',
  grants: [{ providerId, roles }],
});
const ADMIN = at('a', 'admin');
const wish = (given: Partial<RolesWish>): RolesWish => ({
  by: ADMIN,
  providerId: 'a',
  before: [],
  after: ['trainer'],
  active: true,
  otherAdmins: 1,
  ...given,
});
const codes = (given: Partial<RolesWish>): string[] => {
  const verdict = decideRoles(wish(given));
  return verdict.allowed ? [] : verdict.refusals.map(({ code }) => code);
};

describe('S1.25 giving roles', () => {
  test('an admin gives any role of people at their provider', () => {
    expect(PEOPLE_ROLES).toEqual(['admin', 'operations', 'trainer', 'finance', 'auditor']);
    for (const role of PEOPLE_ROLES) expect(codes({ after: [role] })).toEqual([]);
  });

  test('roles are told in one order, each once; the same ones again change nothing', () => {
    expect(decideRoles(wish({ before: ['trainer', 'admin'], after: ['finance', 'admin', 'finance'] }))).toEqual({
      allowed: true,
      before: ['admin', 'trainer'],
      after: ['admin', 'finance'],
      changed: true,
    });
    expect(decideRoles(wish({ before: ['trainer', 'admin'], after: ['admin', 'trainer'] }))).toMatchObject({ changed: false });
  });

  test('an admin of one provider gives nothing at another', () => {
    expect(codes({ providerId: 'b' })).toEqual(['not_allowed']);
    expect(codes({ by: at('every', 'admin'), providerId: 'b' })).toEqual([]);
  });

  test.each(ROLES.filter((role) => role !== 'admin'))('%s gives nothing', (role) => {
    expect(codes({ by: at('a', role) })).toEqual(['not_allowed']);
  });

  test('integrator is for machines; who has it from elsewhere may keep or lose it', () => {
    expect(codes({ after: ['integrator'] })).toEqual(['machine_role']);
    expect(codes({ before: ['integrator'], after: ['integrator', 'trainer'] })).toEqual([]);
    expect(codes({ before: ['integrator'], after: [] })).toEqual([]);
  });

  test('nobody gives more than they have, to themselves or to others', () => {
    const narrow: Principal = {
      ...ADMIN,
      grants: [{ providerId: 'a', roles: ['admin'], only: ['user.manage', 'course_run.read', 'enrolment.read'] }],
    };
    expect(codes({ by: narrow, after: ['admin'] })).toEqual(['beyond_own']);
    expect(codes({ by: narrow, after: ['trainer'] })).toEqual(['beyond_own']);
    expect(codes({ by: narrow, before: ['admin'], after: ['admin'] })).toEqual([]);
  });

  test('what is one’s own does not stand for what is everybody’s', () => {
    const trainer: Principal = {
      ...ADMIN,
      grants: [
        { providerId: 'a', roles: ['admin'], only: ['user.manage'] },
        { providerId: 'a', roles: ['trainer'] },
      ],
    };
    expect(codes({ by: trainer, after: ['trainer'] })).toEqual([]);
    expect(codes({ by: trainer, after: ['finance'] })).toEqual(['beyond_own']);
  });

  test('a provider keeps an admin', () => {
    expect(codes({ before: ['admin'], after: [], otherAdmins: 0 })).toEqual(['last_admin']);
    expect(codes({ before: ['admin'], after: ['trainer'], otherAdmins: 0, by: at('every', 'admin') })).toEqual(['last_admin']);
    expect(codes({ before: ['admin'], after: [], otherAdmins: 1 })).toEqual([]);
    expect(codes({ before: ['admin'], after: ['admin', 'trainer'], otherAdmins: 0 })).toEqual([]);
    expect(codes({ before: ['admin'], after: [], otherAdmins: 0, active: false })).toEqual([]);
  });

  test('everything that speaks against it is told at once, each with a remedy', () => {
    expect(decideRoles(wish({ before: ['admin'], after: ['integrator'], otherAdmins: 0 }))).toEqual({
      allowed: false,
      refusals: [
        {
          code: 'machine_role',
          reason: 'The role integrator is for machines.',
          remedy: expect.stringMatching(/API key.*auditor\.$/),
        },
        { code: 'last_admin', reason: expect.stringContaining('last active admin'), remedy: expect.stringMatching(/first\.$/) },
      ],
    });
  });

  test('whatever is wished, an allowed wish leaves an admin, and never makes a machine of a person', () => {
    const roles = fc.subarray([...ROLES]);
    const held = fc.property(roles, roles, fc.nat({ max: 2 }), (before, after, otherAdmins) => {
      const verdict = decideRoles(wish({ before, after, otherAdmins }));
      if (!verdict.allowed) return true;
      const leavesAdmin = !before.includes('admin') || otherAdmins > 0 || verdict.after.includes('admin');
      return leavesAdmin && (before.includes('integrator') || !verdict.after.includes('integrator'));
    });
    expect(fc.check(held)).toMatchObject({ failed: false });
  });
});

describe('S1.25 accounts as a whole', () => {
  test.each([
    ['own provider', ADMIN, { installationAdmin: false, providerIds: ['a'] }, null],
    ['another provider too', ADMIN, { installationAdmin: false, providerIds: ['a', 'b'] }, 'not_whole_account'],
    ['an admin of the installation', ADMIN, { installationAdmin: true, providerIds: ['a'] }, 'not_whole_account'],
    ['no provider', ADMIN, { installationAdmin: false, providerIds: [] }, 'not_whole_account'],
    ['anybody, for an admin of all', at('every', 'admin'), { installationAdmin: true, providerIds: ['a', 'b'] }, null],
    ['nobody, for operations', at('a', 'operations'), { installationAdmin: false, providerIds: ['a'] }, 'not_whole_account'],
  ])('%s', (_name, by, account, code) => {
    expect(decideWholeAccount(by, account)?.code ?? null).toBe(code);
  });

  const everything = {
    by: at('every', 'admin'),
    installationAdmin: true,
    providerIds: ['a'],
    lastAdminAt: ['Invented Academy'],
    otherInstallationAdmins: 0,
  };
  test('nobody is deactivated who is the last admin of a provider or of the installation', () => {
    expect(decideDeactivation(everything).map(({ code }) => code)).toEqual(['last_admin', 'last_installation_admin']);
    expect(decideDeactivation({ ...everything, lastAdminAt: [] }).map(({ code }) => code)).toEqual(['last_installation_admin']);
    expect(decideDeactivation({ ...everything, lastAdminAt: [], otherInstallationAdmins: 1 })).toEqual([]);
    expect(decideDeactivation({ ...everything, installationAdmin: false, lastAdminAt: [] })).toEqual([]);
  });

  test('who may not manage the account learns nothing of who else does', () => {
    const refusals = decideDeactivation({ ...everything, by: ADMIN });
    expect(refusals.map(({ code }) => code)).toEqual(['not_whole_account']);
    expect(JSON.stringify(refusals)).not.toContain('Invented Academy');
  });
});
