import type { Owner } from '@rollcall/domain/change/rules';
import type { Pool } from 'pg';
import { createBatchLoader } from '../../persistence/batch-loader.js';

/** Who last wrote a field, and by which rule. */
export interface ProvenanceRow {
  field: string;
  entityType: string;
  before: unknown;
  after: unknown;
  owner: Owner;
  rule: string;
  createdAt: Date;
  changeSetId: string;
  batchId: string | null;
  runId: string | null;
}

/** The newest change of each field of an entity, fields in alphabetical order. */
export type ProvenanceLoader = (entityId: string) => Promise<ProvenanceRow[]>;

const SELECT_NEWEST = `
  SELECT DISTINCT ON (change.entity_id, change.field)
    change.entity_id AS "entityId", change.entity_type AS "entityType", change.field, change.before, change.after, change.owner, change.rule,
    change.created_at AS "createdAt", change.change_set_id AS "changeSetId", change_set.batch_id AS "batchId", sync_batch.run_id AS "runId"
  FROM change
  JOIN change_set ON change_set.id = change.change_set_id
  LEFT JOIN sync_batch ON sync_batch.id = change_set.batch_id
  WHERE change.entity_id = ANY ($1::uuid[]) AND change_set.status = 'applied'
  ORDER BY change.entity_id, change.field, change.id DESC`;

/** One statement for all entities on a page. */
export function createProvenanceLoader(pool: Pool): ProvenanceLoader {
  return createBatchLoader(async (entityIds: string[]) => {
    const { rows } = await pool.query<ProvenanceRow & { entityId: string }>(SELECT_NEWEST, [entityIds]);
    const byEntity = new Map<string, ProvenanceRow[]>(entityIds.map((id) => [id, []]));
    for (const { entityId, ...row } of rows) byEntity.get(entityId)?.push(row);
    return entityIds.map((id) => byEntity.get(id) ?? []);
  });
}
