import { decideWholeAccount } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import { auditAccount } from './audit-account.js';
import {
  answeredBefore,
  deliverPasswordLink,
  type LinkDependencies,
  makePasswordLink,
  type PasswordLink,
  purposeFor,
} from './deliver-password-link.js';
import { lockAccount, reachOfAccount, requireUserStill, requireVisible } from './lock-account.js';
import { refuseRoles } from './refuse-roles.js';

export interface PasswordLinkWish {
  /** Row id. */
  userId: string;
  idempotencyKey?: string | null | undefined;
}

/**
 * Sends somebody a new one-time link: an invitation where they have not signed up, else a link to choose a new password. The
 * password they have works until they use it. Throws `ActRefusal`.
 */
export async function sendPasswordLink(
  deps: LinkDependencies,
  by: Principal,
  { idempotencyKey, ...input }: PasswordLinkWish,
): Promise<{ userId: string; passwordLink: PasswordLink }> {
  let passwordLink: () => Promise<PasswordLink> = answeredBefore;
  const { userId } = await runAct(
    deps,
    { by, act: 'userPasswordLinkSend', input, idempotencyKey },
    async (transaction) => {
      const account = requireVisible(by, await lockAccount(transaction, input.userId));
      const refusal = decideWholeAccount(by, reachOfAccount(account));
      refuseRoles(refusal ? [refusal] : []);
      if (!account.active)
        throw new ActRefusal({
          code: 'REFUSED',
          message: 'The user was deactivated.',
          remedy: 'Reactivate them first.',
          path: ['input', 'userId'],
        });
      await auditAccount(transaction, account, {
        by,
        action: 'user.send_password_link',
        after: { purpose: purposeFor(account) },
        correlationId: deps.correlationId ?? null,
      });
      const made = await makePasswordLink(transaction, deps, by, account);
      passwordLink = () => deliverPasswordLink(deps, made);
      return { userId: account.id };
    },
    (transaction, earlier) => requireUserStill(transaction, by, earlier.userId),
  );
  return { userId, passwordLink: await passwordLink() };
}
