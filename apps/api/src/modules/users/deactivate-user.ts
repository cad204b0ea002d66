import { decideDeactivation } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { auditAccount } from './audit-account.js';
import {
  countOtherAdmins,
  countOtherInstallationAdmins,
  lockAccount,
  reachOfAccount,
  requireUserStill,
  requireVisible,
  rolesAt,
  type UserAccount,
} from './lock-account.js';
import { refuseRoles } from './refuse-roles.js';
import { revokeKeysOf } from './revoke-keys.js';

export interface AccountDependencies extends Pick<Dependencies, 'database' | 'accounts'> {
  correlationId?: string | null;
}

export interface UserAct {
  /** Row id. */
  userId: string;
  /** Why, 3 to 500 characters. */
  reason: string;
  idempotencyKey?: string | null | undefined;
}

const DEACTIVATE = 'UPDATE app_user SET active = false, updated_at = now() WHERE id = $1';

/**
 * Takes somebody's access away at once: they cannot sign in, open sessions end, and the API keys they made are refused. What
 * they did stays, and so do a trainer's assignments. Throws `ActRefusal`.
 */
export async function deactivateUser(deps: AccountDependencies, by: Principal, act: UserAct): Promise<{ userId: string }> {
  const { idempotencyKey, ...input } = { ...act, reason: requireReason(act.reason) };
  return runAct(
    deps,
    { by, act: 'userDeactivate', input, idempotencyKey },
    async (transaction) => {
      const account = requireVisible(by, await lockAccount(transaction, input.userId, { installation: true }));
      await requireDispensable(transaction, by, account);
      await transaction.query(DEACTIVATE, [account.id]);
      await deps.accounts.endSessions(account.id, transaction);
      const apiKeysRevoked = await revokeKeysOf(transaction, deps.accounts, { userId: account.id, at: null, by: by.name });
      await auditAccount(transaction, account, {
        by,
        action: 'user.deactivate',
        reason: input.reason,
        before: { active: true },
        after: { active: false, apiKeysRevoked },
        correlationId: deps.correlationId ?? null,
      });
      return { userId: account.id };
    },
    (transaction, { userId }) => requireUserStill(transaction, by, userId),
  );
}

async function requireDispensable(transaction: PoolClient, by: Principal, account: UserAccount): Promise<void> {
  const reach = reachOfAccount(account);
  const providers = await countOtherAdmins(transaction, account.id, reach.providerIds);
  const isLastAdmin = (provider: (typeof providers)[number]): boolean =>
    provider.otherAdmins === 0 && rolesAt(account, provider.providerId).includes('admin');
  const refusals = decideDeactivation({
    by,
    ...reach,
    lastAdminAt: account.active ? providers.filter(isLastAdmin).map(({ name }) => name) : [],
    otherInstallationAdmins: await countOtherInstallationAdmins(transaction, account.id),
  });
  refuseRoles(account.active ? refusals : refusals.filter(({ code }) => code === 'not_whole_account'));
  if (account.active) return;
  throw new ActRefusal({ code: 'REFUSED', message: 'The user is inactive already.', remedy: 'There is nothing to do.' });
}
