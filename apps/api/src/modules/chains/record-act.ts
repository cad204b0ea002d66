import type { JsonValue } from '@rollcall/domain/change/change';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { recordAudit } from '../audit/record-audit.js';

/** What somebody did to a chain run. */
export interface ChainRunAct {
  /** `chain_run.start` */
  action: string;
  chainRunId: string;
  /** Null for a chain of the whole installation. */
  providerId: string | null;
  by: Principal;
  /** Why, in their words. */
  reason?: string | null;
  facts?: { [key: string]: JsonValue };
}

/** Writes the audit of an act on a chain run, in the transaction of the act (S3.8, bug 32). */
export async function recordAct(transaction: PoolClient, act: ChainRunAct): Promise<void> {
  const { action, chainRunId, providerId, by, reason = null, facts = {} } = act;
  await recordAudit(transaction, {
    providerId,
    by,
    action,
    entityType: 'chain_run',
    // Chain runs have numbers, not row ids.
    entityId: null,
    reason,
    after: { ...facts, chainRun: chainRunId },
  });
}
