import { decideRoles } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Role } from '@rollcall/domain/permission/roles';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { recordAudit } from '../audit/record-audit.js';
import { countOtherAdmins, lockAccount, requireUserStill, requireVisible, rolesAt } from './lock-account.js';
import { refuseRoles } from './refuse-roles.js';
import { requireProvider } from './require-provider.js';
import { revokeKeysOf } from './revoke-keys.js';
import { replaceRoles } from './write-roles.js';

export interface RolesChange {
  /** Row id. */
  userId: string;
  /** UEN. */
  provider: string;
  /** All that the user is there from now on; empty: they have no access there. */
  roles: readonly Role[];
  idempotencyKey?: string | null | undefined;
}

/**
 * Makes what somebody is at a provider exactly these roles. It counts from their next request on. Who has none left there
 * leaves no API key behind: nobody could take it from them otherwise who may not deactivate them. Throws `ActRefusal`.
 */
export async function setUserRoles(
  deps: Pick<Dependencies, 'database' | 'accounts'> & { correlationId?: string | null },
  by: Principal,
  change: RolesChange,
): Promise<{ userId: string }> {
  const { idempotencyKey, ...input } = change;
  const { id: providerId } = await requireProvider(deps.database.pool, by, 'user.manage', input.provider);
  return runAct(
    deps,
    { by, act: 'userSetRoles', input, idempotencyKey },
    async (transaction) => {
      const account = requireVisible(by, await lockAccount(transaction, input.userId));
      const [provider] = await countOtherAdmins(transaction, account.id, [providerId]);
      const verdict = decideRoles({
        by,
        providerId,
        before: rolesAt(account, providerId),
        after: input.roles,
        active: account.active,
        otherAdmins: provider?.otherAdmins ?? 0,
      });
      if (!verdict.allowed) refuseRoles(verdict.refusals);
      else if (verdict.changed) {
        await replaceRoles(transaction, account.id, providerId, verdict.after);
        const isOut = verdict.after.length === 0 && !account.installationAdmin;
        const ofTheirs = { userId: account.id, at: providerId, by: by.name };
        const apiKeysRevoked = isOut ? await revokeKeysOf(transaction, deps.accounts, ofTheirs) : [];
        await recordAudit(transaction, {
          providerId,
          by,
          action: 'user.set_roles',
          entityType: 'user',
          entityId: account.id,
          before: { roles: verdict.before },
          after: { roles: verdict.after, ...(apiKeysRevoked.length > 0 && { apiKeysRevoked }) },
          correlationId: deps.correlationId ?? null,
        });
      }
      return { userId: account.id };
    },
    (transaction, { userId }) => requireUserStill(transaction, by, userId),
  );
}
