import { normaliseName } from '@rollcall/domain/trainer/trainer-lists';
import type { PoolClient } from 'pg';
import type { Dependencies } from '../dependencies.js';
import { recordAudit } from '../modules/audit/record-audit.js';
import { inTransaction } from '../persistence/transaction.js';
import { keepToken, newToken, readToken, storedToken, takeToken } from './one-time-token.js';

export const FIRST_ADMIN_PAGE = '/first-admin';
/** What the token stands for, where others have a user's id. */
const VALUE = 'first-admin';
const ONE_DAY_SECONDS = 86_400;

type FirstAdminDependencies = Pick<Dependencies, 'database' | 'settings' | 'newId'>;

/** From the first who can sign in on, admins invite each other. */
const SOMEBODY_CAN_SIGN_IN = `
  SELECT 1 FROM app_user WHERE active AND (
    installation_admin OR EXISTS (SELECT FROM auth_account WHERE user_id = app_user.id AND password IS NOT NULL)
  ) LIMIT 1`;

/**
 * A one-time URL, good for a day, by which whoever reads the terminal becomes the first admin of the installation; null
 * where somebody can sign in already. The one before it is worth nothing from now on.
 */
export async function issueFirstAdminLink({ database, settings, newId }: FirstAdminDependencies): Promise<string | null> {
  if (await somebodyCanSignIn(database.pool)) return null;
  const token = newToken();
  await keepToken(database.pool, {
    id: newId(),
    stored: storedToken('first-admin', token),
    value: VALUE,
    ttlSeconds: ONE_DAY_SECONDS,
  });
  return `${settings.peopleUrl}${FIRST_ADMIN_PAGE}?token=${token}`;
}

/** Whether the token of such a URL still makes an admin. */
export async function isFirstAdminToken({ database }: Pick<FirstAdminDependencies, 'database'>, token: string): Promise<boolean> {
  return (
    (await readToken(database.pool, storedToken('first-admin', token))) === VALUE && !(await somebodyCanSignIn(database.pool))
  );
}

export interface FirstAdmin {
  name: string;
  /** Lower case. */
  email: string;
  password: string;
}

const WRITE_USER = `
  INSERT INTO app_user (id, name, email, name_normalised, installation_admin) VALUES ($1, $2, $3, $4, true)
  ON CONFLICT (email) DO UPDATE SET installation_admin = true, active = true, name = excluded.name,
    name_normalised = excluded.name_normalised, updated_at = now()
  RETURNING id`;

const WRITE_PASSWORD = `
  INSERT INTO auth_account (id, user_id, provider_id, account_id, password) VALUES ($1, $2::uuid, 'credential', $2::text, $3)
  ON CONFLICT (provider_id, account_id) DO UPDATE SET password = excluded.password, updated_at = now()`;

/**
 * Makes the first admin and uses the token up, or does nothing and gives false: the token was used, has expired, or there is
 * an admin by now. Somebody who was imported with this address before becomes it. The password was checked for its length.
 */
export async function becomeFirstAdmin(
  { database, newId }: FirstAdminDependencies,
  token: string,
  { name, email, password }: FirstAdmin,
): Promise<boolean> {
  if (!(await isFirstAdminToken({ database }, token))) return false;
  const { hashPassword } = await import('better-auth/crypto');
  const hash = await hashPassword(password);
  return inTransaction(database.pool, async (transaction) => {
    // Of two who send the form at once, the second waits for the token's row, and finds none.
    if ((await takeToken(transaction, storedToken('first-admin', token))) !== VALUE) return false;
    if (await somebodyCanSignIn(transaction)) return false;
    const { rows } = await transaction.query<{ id: string }>(WRITE_USER, [newId(), name, email, normaliseName(name)]);
    const [user] = rows;
    if (!user) throw new Error('The first admin was not written.');
    await transaction.query(WRITE_PASSWORD, [newId(), user.id, hash]);
    await recordAudit(transaction, {
      providerId: null,
      by: { kind: 'user', id: user.id, name: email, grants: [{ providerId: 'every', roles: ['admin'] }] },
      action: 'user.become_first_admin',
      entityType: 'user',
      entityId: user.id,
      reason: 'by the one-time link of the terminal',
    });
    return true;
  });
}

async function somebodyCanSignIn(connection: Pick<PoolClient, 'query'>): Promise<boolean> {
  const { rowCount } = await connection.query(SOMEBODY_CAN_SIGN_IN);
  return (rowCount ?? 0) > 0;
}
