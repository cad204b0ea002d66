import type { Action } from '@rollcall/domain/permission/actions';
import { reachOf } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';

/** What `reachedSql` takes, in the order of its parameters. */
export type ReachValues = [everywhere: boolean, providerIds: string[], ownProviderIds: string[], ownerId: string | null];

export function reachValues(principal: Principal, action: Action): ReachValues {
  const { everywhere, providerIds, ownProviderIds, ownerId } = reachOf(principal, action);
  return [everywhere, [...providerIds], [...ownProviderIds], ownerId];
}

/**
 * The rows that a principal may see, as `visible-rows.ts` says it to Prisma, for statements written by hand.
 *
 * @param provider the column with the row's provider: `run.provider_id`
 * @param first number of the first of the four parameters that `reachValues` gives
 * @param own the rows that are a user's own, given the parameter with the user's id; null where the table has none such
 */
export function reachedSql(provider: string, first: number, own: ((userId: string) => string) | null): string {
  const all = `$${first}::boolean OR ${provider} = ANY ($${first + 1}::uuid[])`;
  const [ownProviders, owner] = [`$${first + 2}::uuid[]`, `$${first + 3}::uuid`];
  // Named all the same where nothing is anybody's own: PostgreSQL wants every parameter in the statement.
  return own === null
    ? `(${all} OR (${ownProviders} IS NULL AND ${owner} IS NULL))`
    : `(${all} OR (${provider} = ANY (${ownProviders}) AND ${own(owner)}))`;
}

/** A user's own runs: those they are assigned to, or linked to. */
export const taughtBySql =
  (run: string) =>
  (userId: string): string =>
    `(${run}.assigned_trainer_id = ${userId} OR EXISTS (SELECT FROM course_run_trainer AS taught WHERE taught.course_run_id = ${run}.id AND taught.trainer_id = ${userId}))`;
