import { can } from './can.js';
import type { Principal } from './principal.js';
import { ROLE_ACTIONS, ROLES, type Role } from './roles.js';

/** What a person may be; `integrator` is for machines, which have keys instead of roles. */
export const PEOPLE_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'integrator');

export const ROLE_REFUSALS = [
  'not_allowed',
  'machine_role',
  'beyond_own',
  'last_admin',
  'last_installation_admin',
  'not_whole_account',
] as const;

/** One thing that speaks against it, and what to do about it. */
export interface RoleRefusal {
  code: (typeof ROLE_REFUSALS)[number];
  reason: string;
  remedy: string;
}

export type RolesVerdict =
  /** Both in the order of `ROLES`, each once. */
  { allowed: true; before: Role[]; after: Role[]; changed: boolean } | { allowed: false; refusals: RoleRefusal[] };

export interface RolesWish {
  by: Principal;
  providerId: string;
  /** What the user is there now. */
  before: readonly Role[];
  /** What they shall be there; empty: they have no access. */
  after: readonly Role[];
  /** An inactive user is nobody's last admin. */
  active: boolean;
  /** How many other active users are admins there. */
  otherAdmins: number;
}

/**
 * Who may give which roles (S1.25): those who manage users there, and never more than they may do there themselves, whether to
 * others or to themselves. A provider keeps an admin.
 */
export function decideRoles(wish: RolesWish): RolesVerdict {
  const { by, providerId, active, otherAdmins } = wish;
  const [before, after] = [inOrder(wish.before), inOrder(wish.after)];
  const added = after.filter((role) => !before.includes(role));
  const refusals: RoleRefusal[] = [];

  const verdict = can(by, 'user.manage', { providerId });
  if (!verdict.allowed)
    refusals.push({ code: 'not_allowed', reason: verdict.reason, remedy: 'Ask an admin of the provider to do it.' });
  if (added.some((role) => !PEOPLE_ROLES.includes(role)))
    refusals.push({
      code: 'machine_role',
      reason: 'The role integrator is for machines.',
      remedy: `Make an API key for a machine; a person is one of ${PEOPLE_ROLES.join(', ')}.`,
    });
  const beyond = added.filter((role) => PEOPLE_ROLES.includes(role) && !hasAll(by, providerId, role));
  if (verdict.allowed && beyond.length > 0)
    refusals.push({
      code: 'beyond_own',
      reason: `Nobody gives more than they have: you may not do all that ${beyond.join(' and ')} may.`,
      remedy: 'Ask somebody who has the role themselves.',
    });
  if (active && otherAdmins === 0 && before.includes('admin') && !after.includes('admin'))
    refusals.push(LAST_ADMIN('They are the last active admin of the provider.'));

  if (refusals.length > 0) return { allowed: false, refusals };
  return { allowed: true, before, after, changed: before.join() !== after.join() };
}

/** What is known of an account that somebody wants to deactivate, reactivate, or open with a link. */
export interface Account {
  installationAdmin: boolean;
  /** Row ids of the providers where the user has roles. */
  providerIds: readonly string[];
}

/**
 * Whether somebody may do what concerns an account as a whole, which may reach further than their own provider: only who
 * manages users at every provider where the user has roles. Otherwise an admin could lock out, or become, somebody who is more
 * than they are.
 */
export function decideWholeAccount(by: Principal, { installationAdmin, providerIds }: Account): RoleRefusal | null {
  const targets: (string | null)[] = installationAdmin || providerIds.length === 0 ? [null] : [...providerIds];
  if (targets.every((providerId) => can(by, 'user.manage', { providerId }).allowed)) return null;
  return {
    code: 'not_whole_account',
    reason: 'The account is not yours alone to manage: it reaches further than your role does.',
    remedy: 'Take their roles at your provider away instead, or ask an admin of the installation.',
  };
}

export interface Deactivation extends Account {
  by: Principal;
  /** Names of the providers where nobody else is an active admin. */
  lastAdminAt: readonly string[];
  otherInstallationAdmins: number;
}

/** Everything that speaks against deactivating an active user; empty: nothing does. */
export function decideDeactivation(facts: Deactivation): RoleRefusal[] {
  const { by, lastAdminAt, installationAdmin, otherInstallationAdmins } = facts;
  const whole = decideWholeAccount(by, facts);
  // Who may not see the other providers learns nothing about who runs them.
  if (whole) return [whole];
  const refusals: RoleRefusal[] = [];
  if (lastAdminAt.length > 0) refusals.push(LAST_ADMIN(`They are the last active admin of ${lastAdminAt.join(' and ')}.`));
  if (installationAdmin && otherInstallationAdmins === 0)
    refusals.push({
      code: 'last_installation_admin',
      reason: 'They are the last active admin of the installation.',
      remedy: 'Make somebody else an admin of the installation first.',
    });
  return refusals;
}

const LAST_ADMIN = (reason: string): RoleRefusal => ({
  code: 'last_admin',
  reason,
  remedy: 'Give somebody else the role admin there first.',
});

const inOrder = (roles: readonly Role[]): Role[] => ROLES.filter((role) => roles.includes(role));

/** Whether somebody may do at a provider all that a role may, and as widely. */
function hasAll(by: Principal, providerId: string, role: Role): boolean {
  const ownerIds = by.id === null ? [] : [by.id];
  return Object.entries(ROLE_ACTIONS[role]).every(([action, extent]) => {
    const verdict = can(by, action as keyof (typeof ROLE_ACTIONS)[Role], { providerId, ownerIds });
    return verdict.allowed && (verdict.extent === 'all' || extent === 'own');
  });
}
