import type { PoolClient } from 'pg';
import type { SystemActor } from '../imports/import-report.js';

export interface GivenUser {
  /** For a user who is new; a known one keeps theirs. */
  id: string;
  name: string;
  /** Lower case. */
  email: string;
  name_normalised: string;
  roles: string[];
}

/** Gives every named user an id, a new one or the one they have, and what was stored before. */
const WRITE_PEOPLE = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id uuid, name text, email text, name_normalised text, roles text[])
  ), before AS (
    SELECT app_user.id, app_user.email, app_user.name, app_user.name_normalised FROM app_user JOIN given USING (email)
  ), written AS (
    INSERT INTO app_user (id, name, email, name_normalised) SELECT id, name, email, name_normalised FROM given
    ON CONFLICT (email) DO UPDATE SET name = excluded.name, name_normalised = excluded.name_normalised, updated_at = now()
      WHERE (app_user.name, app_user.name_normalised) IS DISTINCT FROM (excluded.name, excluded.name_normalised)
    RETURNING id
  )
  SELECT coalesce(before.id, given.id) AS id, given.name, given.roles, before.name AS "nameBefore",
    EXISTS (SELECT FROM written WHERE written.id = coalesce(before.id, given.id)) AS written
  FROM given LEFT JOIN before USING (email)`;

/** Makes the roles at this provider exactly the given ones, and says for whom that changed something. */
const WRITE_ROLES = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS given (id uuid, roles text[])
  ), before AS (
    SELECT given.id, coalesce(array_agg(user_role.role ORDER BY user_role.role) FILTER (WHERE user_role.role IS NOT NULL), '{}') AS roles
    FROM given LEFT JOIN user_role ON user_role.user_id = given.id AND user_role.provider_id = $1 GROUP BY given.id
  ), removed AS (
    DELETE FROM user_role USING given WHERE user_role.user_id = given.id AND user_role.provider_id = $1 AND user_role.role <> ALL (given.roles)
  ), added AS (
    INSERT INTO user_role (user_id, provider_id, role) SELECT given.id, $1, role FROM given CROSS JOIN LATERAL unnest(given.roles) AS role
    ON CONFLICT DO NOTHING
  )
  SELECT before.id, before.roles AS "rolesBefore", NOT (before.roles <@ given.roles AND given.roles <@ before.roles) AS changed
  FROM before JOIN given USING (id)`;

const WRITE_AUDIT = `
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, reason, before, after)
  SELECT $1, 'system', $3, action, 'user', id, 'imported from a file', before, after
  FROM jsonb_to_recordset($2::jsonb) AS entry (id uuid, action text, before jsonb, after jsonb)`;

interface Person {
  id: string;
  name: string;
  roles: string[];
  nameBefore: string | null;
  written: boolean;
}

/** Writes users, their roles at one provider and the audit, in three statements whatever their number. */
export async function writeUsers(
  transaction: PoolClient,
  providerId: string,
  users: readonly GivenUser[],
  actor: SystemActor,
): Promise<{ created: number; updated: number }> {
  const { rows: people } = await transaction.query<Person>(WRITE_PEOPLE, [JSON.stringify(users)]);
  const roles = await transaction.query<{ id: string; rolesBefore: string[]; changed: boolean }>(WRITE_ROLES, [
    providerId,
    JSON.stringify(people.map(({ id, roles: given }) => ({ id, roles: given }))),
  ]);
  const rolesOf = new Map(roles.rows.map((row) => [row.id, row]));

  const entries = people.flatMap((person) => {
    const { rolesBefore = [], changed = false } = rolesOf.get(person.id) ?? {};
    if (!person.written && !changed) return [];
    const isNew = person.nameBefore === null;
    const before = isNew ? null : { name: person.nameBefore, roles: rolesBefore };
    return [
      { id: person.id, action: isNew ? 'user.create' : 'user.update', before, after: { name: person.name, roles: person.roles } },
    ];
  });
  await transaction.query(WRITE_AUDIT, [providerId, JSON.stringify(entries), actor.role]);
  const created = entries.filter(({ action }) => action === 'user.create').length;
  return { created, updated: entries.length - created };
}
