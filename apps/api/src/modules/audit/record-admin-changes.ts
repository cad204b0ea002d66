import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { auditActorOf } from './audit-actor.js';
import { recordChangesSql, recordChangesValues, type WrittenEntity } from './record-changes.js';

/** What an admin, or a machine in their stead, changed. */
export interface AdminChanges {
  /** Row id for the change set. */
  changeSetId: string;
  providerId: string;
  /** The run that it was about; null where it was about none, or several. */
  ssgRunId: string | null;
  by: Principal;
  /** `enrolment.remove` */
  action: string;
  /** Why, in their words. */
  reason?: string | null;
  /** The request's id, under which the log has the rest. */
  correlationId?: string | null;
}

const RECORD = `WITH act AS (SELECT 1), ${recordChangesSql('act', 8, {
  values: `$1::text, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::text`,
})} SELECT`;

/**
 * Records an act in its own transaction: change set, changes field by field with owner and rule, so that
 * provenance is one mechanism for syncs and people, and an audit line for each entity that names who did it (S1.27, S3.8,
 * bug 32). Writes nothing for no entities.
 */
export async function recordAdminChanges(
  transaction: PoolClient,
  act: AdminChanges,
  entities: readonly WrittenEntity[],
): Promise<void> {
  const { changeSetId, providerId, ssgRunId, by, action, reason = null, correlationId = null } = act;
  const actor = auditActorOf(by, providerId, action);
  const header = { id: changeSetId, providerId, batchId: null, ssgRunId, phase: 'admin' } as const;
  await transaction.query({
    name: 'record-admin-changes',
    text: RECORD,
    values: [
      actor.type,
      actor.id,
      actor.name,
      actor.role,
      action,
      reason,
      correlationId,
      ...recordChangesValues(header, entities),
    ],
  });
}
