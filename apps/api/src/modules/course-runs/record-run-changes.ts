import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { recordAdminChanges } from '../audit/record-admin-changes.js';
import type { WrittenEntity } from '../audit/record-changes.js';

export interface RunAct {
  by: Principal;
  /** `course_run.assign_trainer` */
  action: string;
  reason: string | null;
  correlationId: string;
}

/** Records an act on runs: one change set for each provider they belong to, which is one but for who works for several. */
export async function recordRunChanges(
  transaction: PoolClient,
  newId: () => string,
  act: RunAct,
  changed: readonly { run: { ssgRunId: string; providerId: string }; entities: readonly WrittenEntity[] }[],
): Promise<void> {
  const providerIds = [...new Set(changed.map(({ run }) => run.providerId))].sort();
  for (const providerId of providerIds) {
    const runs = changed.filter(({ run }) => run.providerId === providerId);
    const [only] = runs;
    const ssgRunId = runs.length === 1 && only ? only.run.ssgRunId : null;
    const entities = runs.flatMap(({ entities: some }) => some);
    await recordAdminChanges(transaction, { changeSetId: newId(), providerId, ssgRunId, ...act }, entities);
  }
}
