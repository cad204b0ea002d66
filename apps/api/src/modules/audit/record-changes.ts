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

/** A change set outside every sync batch: of a step that works on many runs at once, or of an admin's act. */
export interface UnbatchedChangeSetHeader {
  id: string;
  providerId: string;
  batchId: null;
  /** The run that an admin's act was about, where it was about one. */
  ssgRunId: string | null;
  phase: 'reconcile' | 'activation' | 'admin';
}

/** Who the audit names, as SQL: the system, unless the statement has parameters that say otherwise. */
export interface AuditActorSql {
  /** Values of `actor_type, actor_id, actor_name, actor_role, action, reason, correlation_id`; `entity` is in reach. */
  values: string;
}

const SYSTEM: AuditActorSql = {
  values: `'system', NULL, NULL, 'system', entity."entityType" || '.' || entity.action, NULL, NULL`,
};

/**
 * What was written, as common table expressions for the statement that writes it or closes a run's log line: change set,
 * changes field by field with owner and rule, and audit, as done by the system unless told otherwise (S1.27, S2.9). The
 * audit points to the change set, where the fields stand. Nothing is recorded for an empty list, nor where the expression `fence` of the same
 * statement is empty. `first` is the number of the first of the seven parameters that `recordChangesValues` gives.
 */
export const recordChangesSql = (fence: string, first: number, actor: AuditActorSql = SYSTEM): string => {
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
    INSERT INTO audit_trail (actor_type, actor_id, actor_name, actor_role, action, reason, correlation_id, provider_id, entity_type, entity_id, change_set_id)
    SELECT ${actor.values}, ${provider}::uuid, entity."entityType", entity."entityId", ${id}::uuid
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
