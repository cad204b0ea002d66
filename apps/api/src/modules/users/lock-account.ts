import { can } from '@rollcall/domain/permission/can';
import type { Account } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Role } from '@rollcall/domain/permission/roles';
import type { Pool, PoolClient } from 'pg';
import { notFound } from '../../acts/act-refusal.js';

/** A user as acts decide about them. */
export interface UserAccount {
  id: string;
  email: string;
  name: string;
  active: boolean;
  installationAdmin: boolean;
  /** Has a password, or has signed in by single sign-on. */
  signedUp: boolean;
  roles: { providerId: string; role: Role }[];
}

/**
 * Users before roles, each by id, so that two acts never wait for each other in a circle. Who might be the last admin is decided
 * while nobody else can take that role from the others.
 */
const LOCK_USERS = `SELECT FROM app_user WHERE id = $1 OR ($2 AND installation_admin) ORDER BY id FOR NO KEY UPDATE`;
const LOCK_ADMINS = `
  SELECT FROM user_role WHERE role = 'admin' AND provider_id IN (SELECT provider_id FROM user_role WHERE user_id = $1)
  ORDER BY provider_id, user_id FOR UPDATE`;

const ACCOUNT = `
  SELECT id, email, name, active, installation_admin AS "installationAdmin",
    EXISTS (SELECT FROM auth_account WHERE user_id = app_user.id) AS "signedUp",
    coalesce((SELECT jsonb_agg(jsonb_build_object('providerId', provider_id, 'role', role) ORDER BY provider_id, role)
      FROM user_role WHERE user_id = app_user.id), '[]') AS roles
  FROM app_user WHERE id = $1`;

const OTHER_ADMINS = `
  SELECT provider.id AS "providerId", provider.name,
    (SELECT count(*)::int FROM user_role JOIN app_user ON app_user.id = user_role.user_id
      WHERE user_role.provider_id = provider.id AND user_role.role = 'admin' AND app_user.active AND app_user.id <> $1) AS "otherAdmins"
  FROM training_provider provider WHERE id = ANY ($2::uuid[]) ORDER BY provider.uen`;

const OTHER_INSTALLATION_ADMINS = `SELECT count(*)::int AS count FROM app_user WHERE installation_admin AND active AND id <> $1`;

/** A user as they are; null where there is none. */
export async function readAccount(database: Pool | PoolClient, userId: string): Promise<UserAccount | null> {
  const { rows } = await database.query<UserAccount>(ACCOUNT, [userId]);
  return rows[0] ?? null;
}

/** Takes a user and every admin of their providers for this transaction, with `installation` those of the installation too. */
export async function lockAccount(
  transaction: PoolClient,
  userId: string,
  { installation = false } = {},
): Promise<UserAccount | null> {
  await transaction.query(LOCK_USERS, [userId, installation]);
  await transaction.query(LOCK_ADMINS, [userId]);
  return readAccount(transaction, userId);
}

/** How many other active users are admins at providers. Meant for after `lockAccount`. */
export async function countOtherAdmins(
  transaction: PoolClient,
  userId: string,
  providerIds: readonly string[],
): Promise<{ providerId: string; name: string; otherAdmins: number }[]> {
  return (await transaction.query(OTHER_ADMINS, [userId, providerIds])).rows;
}

/** How many other active users are admins of the installation. */
export async function countOtherInstallationAdmins(transaction: PoolClient, userId: string): Promise<number> {
  const { rows } = await transaction.query<{ count: number }>(OTHER_INSTALLATION_ADMINS, [userId]);
  return rows[0]?.count ?? 0;
}

/** The account, where somebody may know of it. Throws `ActRefusal`, the same for a hidden and a missing user. */
export function requireVisible(by: Principal, account: UserAccount | null): UserAccount {
  if (account && isVisible(by, account)) return account;
  throw notFound('user', ['input', 'userId'], 'Take an id that `users` lists.');
}

/** For what was done before: throws `ActRefusal` unless the user is still there, and may still be seen. */
export const requireUserStill = async (transaction: PoolClient, by: Principal, userId: string): Promise<UserAccount> =>
  requireVisible(by, await readAccount(transaction, userId));

export const isVisible = (by: Principal, { roles }: UserAccount): boolean =>
  [null, ...roles.map(({ providerId }) => providerId)].some((providerId) => can(by, 'user.read', { providerId }).allowed);

export const reachOfAccount = ({ installationAdmin, roles }: UserAccount): Account => ({
  installationAdmin,
  providerIds: [...new Set(roles.map(({ providerId }) => providerId))],
});

/** What the user is at one provider. */
export const rolesAt = ({ roles }: UserAccount, providerId: string): Role[] =>
  roles.flatMap((held) => (held.providerId === providerId ? [held.role] : []));
