import type { TrainerUser } from '@rollcall/domain/trainer/trainer';
import type { PoolClient } from 'pg';

/** Whom an act names: by row id, null for what can be no user's id, or by e-mail address. */
export type NamedUser = { id: string | null } | { email: string };

/** Held until the act ends, so that nobody is deactivated between being chosen and being assigned. */
const FIND = `
  SELECT app_user.id, app_user.name, app_user.email, app_user.name_normalised AS "nameNormalised", app_user.active, provider.id AS "providerId",
    EXISTS (SELECT FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = provider.id AND user_role.role = 'trainer') AS "isTrainer"
  FROM app_user CROSS JOIN unnest($3::uuid[]) AS provider (id)
  WHERE (app_user.id = $1 OR app_user.email = $2)
    AND EXISTS (SELECT FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = provider.id)
  FOR SHARE OF app_user`;

/** The user as each of the providers knows them, by the provider's row id; absent where they have no role there. One statement. */
export async function findProviderUser(
  transaction: PoolClient,
  named: NamedUser,
  providerIds: readonly string[],
): Promise<Map<string, TrainerUser>> {
  const values = ['id' in named ? named.id : null, 'email' in named ? named.email.trim().toLowerCase() : null, providerIds];
  const { rows } = await transaction.query<TrainerUser & { providerId: string }>(FIND, values);
  return new Map(rows.map(({ providerId, ...user }) => [providerId, user]));
}
