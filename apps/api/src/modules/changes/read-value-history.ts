import type { Owner } from '@rollcall/domain/change/rules';
import type { PrincipalKind } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';

/** One time that a value was written, by whom and by which rule. */
export interface ValueChangeRow {
  entityType: string;
  field: string;
  before: unknown;
  after: unknown;
  owner: Owner;
  rule: string;
  createdAt: Date;
  changeSetId: string;
  batchId: string | null;
  runId: string | null;
  chainRunNumber: string | null;
  actorKind: PrincipalKind | null;
  actorName: string | null;
  actorRole: string | null;
  reason: string | null;
}

/** Which changes are asked about. */
export interface HistoryOf {
  entityIds: readonly string[];
  /** Names of columns; null: whatever was written. */
  fields: readonly string[] | null;
  /** Also the links of trainers to this run, those that are gone included. */
  linksOf: { providerId: string; ssgRunId: string } | null;
  limit: number;
}

/** The audit names who acted, where an entry of it belongs to the change. */
const SELECT_HISTORY = `
  WITH wanted AS (
    SELECT change.id FROM change WHERE change.entity_id = ANY ($1::uuid[]) AND ($2::text[] IS NULL OR change.field = ANY ($2))
    UNION
    SELECT change.id FROM change_set JOIN change ON change.change_set_id = change_set.id AND change.entity_type = 'course_run_trainer'
    WHERE change_set.provider_id = $3 AND change_set.course_run_id = $4
  )
  SELECT change.entity_type AS "entityType", change.field, change.before, change.after, change.owner, change.rule,
    change.created_at AS "createdAt", change.change_set_id AS "changeSetId", change_set.batch_id AS "batchId", batch.run_id AS "runId",
    batch.chain_run_id::text AS "chainRunNumber", audit.actor_type AS "actorKind", audit.actor_name AS "actorName",
    audit.actor_role AS "actorRole", audit.reason
  FROM wanted JOIN change ON change.id = wanted.id JOIN change_set ON change_set.id = change.change_set_id
    LEFT JOIN sync_batch AS batch ON batch.id = change_set.batch_id
    LEFT JOIN LATERAL (
      SELECT * FROM audit_trail WHERE audit_trail.entity_id = change.entity_id AND audit_trail.change_set_id = change.change_set_id
      ORDER BY audit_trail.id DESC LIMIT 1
    ) AS audit ON true
  WHERE change_set.status = 'applied'
  ORDER BY change.id DESC LIMIT $5`;

/** The newest changes first. One statement. */
export async function readValueHistory(pool: Pool, { entityIds, fields, linksOf, limit }: HistoryOf): Promise<ValueChangeRow[]> {
  const values = [entityIds, fields, linksOf?.providerId ?? null, linksOf?.ssgRunId ?? null, limit];
  return (await pool.query<ValueChangeRow>(SELECT_HISTORY, values)).rows;
}
