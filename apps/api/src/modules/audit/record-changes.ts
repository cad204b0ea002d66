import type { EntityType, FieldChange } from '@rollcall/domain/change/change';

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

/** A change set of a step that works on many runs at once, and outside every sync batch. */
export interface UnbatchedChangeSetHeader {
  id: string;
  providerId: string;
  batchId: null;
  ssgRunId: null;
  phase: 'reconcile' | 'activation';
}

/**
 * What a sync wrote, as common table expressions for the statement that closes the run's log line: change set, changes
 * field by field with owner and rule, and audit as done by the system (S1.27, S2.9). The audit of a sync points to the
 * change set, where its fields stand. Nothing is recorded for an empty list, nor where the expression `fence` of the same
 * statement is empty. `first` is the number of the first of the seven parameters that `recordChangesValues` gives.
 */
export const recordChangesSql = (fence: string, first: number): string => {
  const [id, provider, batch, run, phase, entities, counts] = Array.from({ length: 7 }, (_, index) => `$${first + index}`);
  return `
  entity AS (
    SELECT * FROM jsonb_to_recordset(${entities}::jsonb) AS entity ("entityType" text, "entityId" uuid, action text, fields jsonb)
    WHERE EXISTS (SELECT FROM ${fence})
  ), change_set AS (
    INSERT INTO change_set (id, provider_id, batch_id, course_run_id, phase, counts)
    SELECT ${id}::uuid, ${provider}::uuid, ${batch}::uuid, ${run}, ${phase}, ${counts}::jsonb WHERE EXISTS (SELECT FROM entity)
  ), change AS (
    INSERT INTO change (change_set_id, provider_id, entity_type, entity_id, field, before, after, owner, rule)
    SELECT ${id}::uuid, ${provider}::uuid, entity."entityType", entity."entityId", field.field, field.before, field.after, field.owner, field.rule
    FROM entity CROSS JOIN LATERAL jsonb_to_recordset(entity.fields) AS field (field text, before jsonb, after jsonb, owner text, rule text)
  ), audit AS (
    INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, change_set_id)
    SELECT ${provider}::uuid, 'system', 'system', entity."entityType" || '.' || entity.action, entity."entityType", entity."entityId", ${id}::uuid
    FROM entity
  )`;
};

export function recordChangesValues(
  header: ChangeSetHeader | UnbatchedChangeSetHeader,
  entities: readonly WrittenEntity[],
): (string | null)[] {
  const { id, providerId, batchId, ssgRunId, phase } = header;
  return [id, providerId, batchId, ssgRunId, phase, JSON.stringify(entities), JSON.stringify(countsOf(entities))];
}

function countsOf(entities: readonly WrittenEntity[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { entityType, action } of entities) {
    const key = `${entityType}.${action}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
