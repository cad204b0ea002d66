import type { Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import type { ApiKeyDependencies } from './create-api-key.js';
import { takeApiKey } from './take-api-key.js';

export interface Revocation {
  /** Row id. */
  apiKeyId: string;
  /** Why, 3 to 500 characters. */
  reason: string;
  idempotencyKey?: string | null | undefined;
}

const REVOKE = 'UPDATE api_key_grant SET revoked_at = now(), revoked_by = $2 WHERE api_key_id = $1';
const PATH = ['input', 'apiKeyId'];

/** From now on the key is refused. It stays in the list. Throws `ActRefusal`. */
export async function revokeApiKey(
  deps: Pick<ApiKeyDependencies, 'database' | 'accounts' | 'correlationId'>,
  by: Principal,
  revocation: Revocation,
): Promise<{ apiKeyId: string }> {
  const { idempotencyKey, ...input } = { ...revocation, reason: requireReason(revocation.reason) };
  return runAct(
    deps,
    { by, act: 'apiKeyRevoke', input, idempotencyKey },
    async (transaction) => {
      const grant = await takeApiKey(transaction, by, input.apiKeyId, PATH);
      if (grant.revokedAt !== null)
        throw new ActRefusal({ code: 'REFUSED', message: 'The key was revoked already.', remedy: 'There is nothing to do.' });
      await transaction.query(REVOKE, [input.apiKeyId, by.name]);
      await deps.accounts.revokeApiKey(input.apiKeyId, transaction);
      await recordAudit(transaction, {
        providerId: grant.providerId,
        by,
        action: 'api_key.revoke',
        entityType: 'api_key',
        entityId: input.apiKeyId,
        reason: input.reason,
        before: { name: grant.name, revoked: false },
        after: { name: grant.name, revoked: true },
        correlationId: deps.correlationId ?? null,
      });
      return { apiKeyId: input.apiKeyId };
    },
    (transaction, { apiKeyId }) => takeApiKey(transaction, by, apiKeyId, PATH),
  );
}
