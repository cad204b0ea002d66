import type { TrainerUser } from '@rollcall/domain/trainer/trainer';
import type { Pool } from 'pg';
import { createBatchLoader } from '../../graphql/batch-loader.js';

/** The users with a normalised name, as a provider sees them: whether they are trainers depends on the provider. */
export type TrainerUserLoader = (providerId: string, nameNormalised: string) => Promise<TrainerUser[]>;

const SELECT_USERS = `
  SELECT wanted.position, app_user.id, app_user.name, app_user.email, app_user.name_normalised AS "nameNormalised", app_user.active,
    EXISTS (
      SELECT 1 FROM user_role WHERE user_role.user_id = app_user.id AND user_role.provider_id = wanted.provider_id AND user_role.role = 'trainer'
    ) AS "isTrainer"
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS wanted (provider_id, name, position)
  JOIN app_user ON app_user.name_normalised = wanted.name
  ORDER BY wanted.position, app_user.id`;

/** One statement for all names that a page of runs mentions (S0.33). */
export function createTrainerUserLoader(pool: Pool): TrainerUserLoader {
  const load = createBatchLoader(async (keys: string[]) => {
    const wanted = keys.map((key): [string, string] => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]);
    const { rows } = await pool.query<TrainerUser & { position: string }>(SELECT_USERS, [wanted.map(([id]) => id), wanted.map(([, name]) => name)]);
    const found: TrainerUser[][] = keys.map(() => []);
    for (const { position, ...user } of rows) found[Number(position) - 1]?.push(user);
    return found;
  });
  return (providerId, nameNormalised) => load(`${providerId} ${nameNormalised}`);
}
