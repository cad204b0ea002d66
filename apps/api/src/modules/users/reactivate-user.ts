import { decideWholeAccount } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { runAct } from '../../acts/run-act.js';
import { auditAccount } from './audit-account.js';
import type { AccountDependencies, UserAct } from './deactivate-user.js';
import { lockAccount, reachOfAccount, requireUserStill, requireVisible } from './lock-account.js';
import { refuseRoles } from './refuse-roles.js';

const ACTIVATE = 'UPDATE app_user SET active = true, updated_at = now() WHERE id = $1';

/**
 * Gives a deactivated user their access back, with the roles they had; keys stay revoked. Throws `ActRefusal`.
 */
export async function reactivateUser(
  deps: Omit<AccountDependencies, 'accounts'>,
  by: Principal,
  act: UserAct,
): Promise<{ userId: string }> {
  const { idempotencyKey, ...input } = { ...act, reason: requireReason(act.reason) };
  return runAct(
    deps,
    { by, act: 'userReactivate', input, idempotencyKey },
    async (transaction) => {
      const account = requireVisible(by, await lockAccount(transaction, input.userId));
      const refusal = decideWholeAccount(by, reachOfAccount(account));
      refuseRoles(refusal ? [refusal] : []);
      if (account.active)
        throw new ActRefusal({ code: 'REFUSED', message: 'The user is active already.', remedy: 'There is nothing to do.' });
      await transaction.query(ACTIVATE, [account.id]);
      await auditAccount(transaction, account, {
        by,
        action: 'user.reactivate',
        reason: input.reason,
        before: { active: false },
        after: { active: true },
        correlationId: deps.correlationId ?? null,
      });
      return { userId: account.id };
    },
    (transaction, { userId }) => requireUserStill(transaction, by, userId),
  );
}
