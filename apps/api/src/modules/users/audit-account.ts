import type { PoolClient } from 'pg';
import { type AuditLine, recordAudit } from '../audit/record-audit.js';
import { reachOfAccount, type UserAccount } from './lock-account.js';

/**
 * Writes what was done to an account as a whole: a line at each provider where the user has roles, so that every one of them
 * finds it in its audit; one at none where they have none.
 */
export async function auditAccount(
  transaction: PoolClient,
  account: UserAccount,
  line: Omit<AuditLine, 'providerId' | 'entityType' | 'entityId'>,
): Promise<void> {
  const { providerIds } = reachOfAccount(account);
  for (const providerId of providerIds.length > 0 ? providerIds : [null])
    await recordAudit(transaction, { ...line, providerId, entityType: 'user', entityId: account.id });
}
