import type { TrainerUser } from '@rollcall/domain/trainer/trainer';
import { normaliseName, parseTrainerEmails, parseTrainerNames } from '@rollcall/domain/trainer/trainer-lists';
import type { Pool } from 'pg';
import { createBatchLoader } from '../../persistence/batch-loader.js';

/** The provider's users whom a course's lists may mean, trainers or not. */
export type TrainerUserLoader = (
  providerId: string,
  course: { trainersList: string | null; trainersEmailList: string | null },
) => Promise<TrainerUser[]>;

const SELECT_USERS = `
  SELECT wanted.position, app_user.id, app_user.name, app_user.email, app_user.name_normalised AS "nameNormalised", app_user.active,
    bool_or(user_role.role = 'trainer') AS "isTrainer"
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS wanted (provider_id, entry, position)
  JOIN app_user ON app_user.name_normalised = wanted.entry OR app_user.email = wanted.entry
  JOIN user_role ON user_role.user_id = app_user.id AND user_role.provider_id = wanted.provider_id
  GROUP BY wanted.position, app_user.id
  ORDER BY wanted.position, app_user.id`;

/** One statement for all entries of trainer lists that a page of runs mentions (S0.33). */
export function createTrainerUserLoader(pool: Pool): TrainerUserLoader {
  const load = createBatchLoader(async (keys: string[]) => {
    const separators = keys.map((key) => key.indexOf(' '));
    const providerIds = keys.map((key, index) => key.slice(0, separators[index]));
    const entries = keys.map((key, index) => key.slice((separators[index] ?? 0) + 1));
    const { rows } = await pool.query<TrainerUser & { position: string }>(SELECT_USERS, [providerIds, entries]);
    const found: TrainerUser[][] = keys.map(() => []);
    for (const { position, ...user } of rows) found[Number(position) - 1]?.push(user);
    return found;
  });
  return async (providerId, course) => {
    const entries = [
      ...parseTrainerNames(course.trainersList).map(normaliseName),
      ...parseTrainerEmails(course.trainersEmailList),
    ];
    const users = (await Promise.all(entries.map((entry) => load(`${providerId} ${entry}`)))).flat();
    // A person may stand on both lists, and would look like two of the same name.
    return [...new Map(users.map((user) => [user.id, user])).values()];
  };
}
