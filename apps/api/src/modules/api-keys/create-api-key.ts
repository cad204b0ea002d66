import type { Action } from '@rollcall/domain/permission/actions';
import { decideScopes } from '@rollcall/domain/permission/decide-scopes';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal } from '../../acts/act-refusal.js';
import { requireName } from '../../acts/name.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { recordAudit } from '../audit/record-audit.js';
import { requireProvider } from '../users/require-provider.js';
import { takeApiKey } from './take-api-key.js';

export interface ApiKeyDependencies extends Pick<Dependencies, 'database' | 'now' | 'accounts'> {
  correlationId?: string | null;
}

export interface NewKey {
  name: string;
  /** UEN. */
  provider: string;
  scopes: readonly Action[];
  /** At most a year ahead; absent: in 90 days. */
  expiresAt?: Date | null | undefined;
  /** Whose key it is, where who asks is no person. */
  ownerEmail?: string;
  idempotencyKey?: string | null | undefined;
}

const DAY = 24 * 60 * 60 * 1000;
export const DEFAULT_LIFETIME_DAYS = 90;
export const LONGEST_LIFETIME_DAYS = 365;
export const LONGEST_KEY_NAME = 100;

const GRANT = 'INSERT INTO api_key_grant (api_key_id, provider_id, scopes, created_by) VALUES ($1, $2, $3, $4)';
/** Held until the commit: who is deactivated or loses their roles meanwhile makes no key that outlives them. */
const LOCK_OWNER = 'SELECT FROM app_user WHERE id = $1 OR email = $2 FOR SHARE';
/** A statement of its own: one that waits for the lock sees the roles as they were before the wait. */
const OWNER = `
  SELECT id FROM app_user WHERE active AND (id = $1 OR email = $2)
    AND (installation_admin OR EXISTS (SELECT FROM user_role WHERE user_id = app_user.id AND provider_id = $3))`;

/**
 * Makes an API key for one provider with some scopes, and gives the key itself this once: only its hash is kept. Asked again
 * under the same idempotency key, it gives the id alone. Throws `ActRefusal`.
 */
export async function createApiKey(
  deps: ApiKeyDependencies,
  by: Principal,
  wish: NewKey,
): Promise<{ apiKeyId: string; key: string | null }> {
  const { idempotencyKey, ...input } = wish;
  const { id: providerId } = await requireProvider(deps.database.pool, by, 'api_key.manage', input.provider);
  const name = requireName(input.name, LONGEST_KEY_NAME);
  const scopes = requireScopes(by, providerId, input.scopes);
  const expiresAt = requireExpiry(input.expiresAt ?? null, deps.now());
  let key = null as string | null;
  const apiKeyId = await runAct(
    deps,
    { by, act: 'apiKeyCreate', input, idempotencyKey },
    async (transaction) => {
      const userId = await requireOwner(transaction, by, providerId, input.ownerEmail);
      const made = await deps.accounts.createApiKey({ name, userId, expiresAt }, transaction);
      key = made.key;
      await transaction.query(GRANT, [made.id, providerId, scopes, userId]);
      await recordAudit(transaction, {
        providerId,
        by,
        action: 'api_key.create',
        entityType: 'api_key',
        entityId: made.id,
        after: { name, start: made.start, scopes, expiresAt: expiresAt.toISOString() },
        correlationId: deps.correlationId ?? null,
      });
      return made.id;
    },
    (transaction, earlier) => takeApiKey(transaction, by, earlier, []),
  );
  return { apiKeyId, key };
}

/** The row id of the person whose key it is: who asks, or, where that is no person, whom they name. */
async function requireOwner(
  transaction: PoolClient,
  by: Principal,
  providerId: string,
  email: string | undefined,
): Promise<string> {
  const [id, named] = by.kind === 'user' ? [by.id, null] : [null, email?.trim().toLowerCase() ?? null];
  await transaction.query(LOCK_OWNER, [id, named]);
  const { rows } = await transaction.query<{ id: string }>(OWNER, [id, named, providerId]);
  const [owner] = rows;
  if (owner) return owner.id;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'A key belongs to a person, and no active user of the provider has this e-mail address.',
    remedy: 'Name somebody with a role there; when they are deactivated, the key is revoked.',
    path: ['input', 'ownerEmail'],
  });
}

function requireScopes(by: Principal, providerId: string, wished: readonly Action[]): Action[] {
  const verdict = decideScopes(by, providerId, wished);
  if (verdict.allowed) return verdict.scopes;
  const { because, reason, remedy } = verdict;
  throw new ActRefusal({
    code: because === 'beyond_own' ? 'FORBIDDEN' : 'INVALID_INPUT',
    message: reason,
    remedy,
    path: ['input', 'scopes'],
  });
}

function requireExpiry(expiresAt: Date | null, now: number): Date {
  if (expiresAt === null) return new Date(now + DEFAULT_LIFETIME_DAYS * DAY);
  const lifetime = expiresAt.getTime() - now;
  if (lifetime > 0 && lifetime <= LONGEST_LIFETIME_DAYS * DAY) return expiresAt;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: lifetime <= 0 ? 'The key would have expired already.' : 'The key would be valid for more than a year.',
    remedy: `Choose a moment at most ${LONGEST_LIFETIME_DAYS} days ahead, and make another key in time.`,
    path: ['input', 'expiresAt'],
  });
}
