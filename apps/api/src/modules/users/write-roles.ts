import type { Role } from '@rollcall/domain/permission/roles';
import type { PoolClient } from 'pg';

const ADD = `
  INSERT INTO user_role (user_id, provider_id, role) SELECT $1, $2, role FROM unnest($3::text[]) AS role ON CONFLICT DO NOTHING`;
const REMOVE = 'DELETE FROM user_role WHERE user_id = $1 AND provider_id = $2 AND role <> ALL ($3::text[])';

/** Gives a user roles at a provider besides those that they have. */
export async function addRoles(
  transaction: PoolClient,
  userId: string,
  providerId: string,
  roles: readonly Role[],
): Promise<void> {
  await transaction.query(ADD, [userId, providerId, roles]);
}

/** Makes a user's roles at a provider these, and no others. */
export async function replaceRoles(
  transaction: PoolClient,
  userId: string,
  providerId: string,
  roles: readonly Role[],
): Promise<void> {
  await transaction.query(REMOVE, [userId, providerId, roles]);
  await addRoles(transaction, userId, providerId, roles);
}
