import type { Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import type { ApiKeyDependencies } from './create-api-key.js';

export interface Revocation {
  /** Row id. */
  apiKeyId: string;
  /** Why, 3 to 500 characters. */
  reason: string;
  idempotencyKey?: string | null | undefined;
}

const LOCK = `
  SELECT api_key_grant.provider_id AS "providerId", api_key_grant.revoked_at AS "revokedAt", api_key.name
  FROM api_key_grant JOIN api_key ON api_key.id = api_key_grant.api_key_id
  WHERE api_key_id = $1 FOR UPDATE OF api_key_grant`;
const REVOKE = 'UPDATE api_key_grant SET revoked_at = now(), revoked_by = $2 WHERE api_key_id = $1';
const PATH = ['input', 'apiKeyId'];

/** From now on the key is refused. It stays in the list. Throws `ActRefusal`. */
export async function revokeApiKey(
  deps: Pick<ApiKeyDependencies, 'database' | 'accounts' | 'correlationId'>,
  by: Principal,
  revocation: Revocation,
): Promise<{ apiKeyId: string }> {
  const { idempotencyKey, ...input } = { ...revocation, reason: requireReason(revocation.reason) };
  return runAct(deps, { by, act: 'apiKeyRevoke', input, idempotencyKey }, async (transaction) => {
    const { rows } = await transaction.query<{ providerId: string; revokedAt: Date | null; name: string | null }>(LOCK, [
      input.apiKeyId,
    ]);
    const [grant] = rows;
    if (!grant) throw notFound('API key', PATH);
    requireMay(by, 'api_key.manage', { providerId: grant.providerId }, 'API key', PATH);
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
  });
}
