import type { JsonValue } from '@rollcall/domain/change/change';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { auditActorOf } from './audit-actor.js';

/** Something done or seen that is no change of a row with provenance: a setting, a key, a look at an identifier. */
export interface AuditLine {
  providerId: string | null;
  by: Principal;
  /** `learner.reveal_identifier` */
  action: string;
  entityType: string;
  entityId: string | null;
  reason?: string | null;
  before?: JsonValue;
  after?: JsonValue;
  correlationId?: string | null;
}

const INSERT = `
  INSERT INTO audit_trail (provider_id, actor_type, actor_id, actor_name, actor_role, action, entity_type, entity_id, reason, before, after, correlation_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12)`;

const json = (value: JsonValue | undefined) => (value === undefined ? null : JSON.stringify(value));

/** Writes who did or saw what, in the transaction of the act (S3.8, bug 32). */
export async function recordAudit(transaction: PoolClient, line: AuditLine): Promise<void> {
  const { providerId, by, action, entityType, entityId, reason = null, before, after, correlationId = null } = line;
  const actor = auditActorOf(by, providerId, action);
  await transaction.query(INSERT, [
    providerId,
    actor.type,
    actor.id,
    actor.name,
    actor.role,
    action,
    entityType,
    entityId,
    reason,
    json(before),
    json(after),
    correlationId,
  ]);
}
