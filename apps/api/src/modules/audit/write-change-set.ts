import type { EntityType, FieldChange } from '@rollcall/domain/change/change';
import type { PoolClient } from 'pg';

/** One entity that a sync wrote, with what was decided for each of its fields. */
export interface WrittenEntity {
  entityType: EntityType;
  entityId: string;
  action: 'create' | 'update';
  fields: readonly FieldChange[];
}

export interface ChangeSetHeader {
  id: string;
  providerId: string;
  batchId: string;
  ssgRunId: string;
  phase: 'sync' | 'trainers';
}

/** Change set, changes and audit in one statement: the audit of a sync points to the change set, where its fields stand. */
const WRITE_CHANGE_SET = `
  WITH entity AS (
    SELECT * FROM jsonb_to_recordset($6::jsonb) AS entity ("entityType" text, "entityId" uuid, action text, fields jsonb)
  ), change_set AS (
    INSERT INTO change_set (id, provider_id, batch_id, course_run_id, phase, counts) VALUES ($1, $2, $3, $4, $5, $7::jsonb)
  ), change AS (
    INSERT INTO change (change_set_id, provider_id, entity_type, entity_id, field, before, after, owner, rule)
    SELECT $1, $2, entity."entityType", entity."entityId", field.field, field.before, field.after, field.owner, field.rule
    FROM entity CROSS JOIN LATERAL jsonb_to_recordset(entity.fields) AS field (field text, before jsonb, after jsonb, owner text, rule text)
  )
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, change_set_id)
  SELECT $2, 'system', 'system', entity."entityType" || '.' || entity.action, entity."entityType", entity."entityId", $1
  FROM entity`;

/**
 * Records what a sync writes, field by field with owner and rule, and audits each entity as done by the system (S1.27,
 * S2.9). Belongs in the transaction that writes the rows themselves (bug 32).
 */
export async function writeChangeSet(
  transaction: PoolClient,
  header: ChangeSetHeader,
  entities: readonly WrittenEntity[],
): Promise<void> {
  await transaction.query({
    name: 'write-change-set',
    text: WRITE_CHANGE_SET,
    values: [
      header.id,
      header.providerId,
      header.batchId,
      header.ssgRunId,
      header.phase,
      JSON.stringify(entities),
      JSON.stringify(countsOf(entities)),
    ],
  });
}

function countsOf(entities: readonly WrittenEntity[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { entityType, action } of entities) counts[`${entityType}.${action}`] = (counts[`${entityType}.${action}`] ?? 0) + 1;
  return counts;
}
