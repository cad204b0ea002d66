import { decideRoles } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Role } from '@rollcall/domain/permission/roles';
import { normaliseName } from '@rollcall/domain/trainer/trainer-lists';
import type { PoolClient } from 'pg';
import { ActRefusal } from '../../acts/act-refusal.js';
import { requireName } from '../../acts/name.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import { isEmailAddress } from '../imports/email-address.js';
import {
  answeredBefore,
  deliverPasswordLink,
  type LinkDependencies,
  makePasswordLink,
  type PasswordLink,
} from './deliver-password-link.js';
import { lockAccount, requireUserStill, rolesAt, type UserAccount } from './lock-account.js';
import { refuseRoles } from './refuse-roles.js';
import { requireProvider } from './require-provider.js';
import { addRoles } from './write-roles.js';

export interface Invitation {
  /** In any case; kept in lower case. */
  email: string;
  /** Kept for a new user; a known one keeps theirs. */
  name: string;
  /** UEN. */
  provider: string;
  /** At least one; what the user has there already stays. */
  roles: readonly Role[];
  idempotencyKey?: string | null | undefined;
}

export const LONGEST_NAME = 200;

const INSERT_USER = `
  INSERT INTO app_user (id, email, name, name_normalised) VALUES ($1, $2, $3, $4) ON CONFLICT (email) DO NOTHING`;

/**
 * Gives somebody roles at a provider, making the user where there is none, and sends who has not signed up a one-time link for
 * seven days. Who has signed up gets the roles alone. Throws `ActRefusal`.
 */
export async function inviteUser(
  deps: LinkDependencies,
  by: Principal,
  invitation: Invitation,
): Promise<{ userId: string; passwordLink: PasswordLink }> {
  const { idempotencyKey, ...input } = invitation;
  const provider = await requireProvider(deps.database.pool, by, 'user.manage', input.provider);
  const person = { email: requireEmail(input.email), name: requireName(input.name, LONGEST_NAME) };
  requireRoles(input.roles);
  let passwordLink: () => Promise<PasswordLink> = answeredBefore;

  const { userId } = await runAct(
    deps,
    { by, act: 'userInvite', input, idempotencyKey },
    async (transaction) => {
      const { account, isNew } = await findOrMake(transaction, deps.newId(), person);
      const before = rolesAt(account, provider.id);
      const verdict = decideRoles({
        by,
        providerId: provider.id,
        before,
        after: [...before, ...input.roles],
        active: account.active,
        otherAdmins: 0,
      });
      if (!verdict.allowed) refuseRoles(verdict.refusals);
      else if (verdict.changed) await addRoles(transaction, account.id, provider.id, verdict.after);
      // Without mail, links are handed to who asked for them: one that was asked for when it opened less must not open this.
      if (!isNew && before.length === 0 && deps.settings.alerts.smtpUrl === null)
        await deps.accounts.endSessions(account.id, transaction);
      const after = verdict.allowed ? verdict.after : before;
      await recordAudit(transaction, {
        providerId: provider.id,
        by,
        action: 'user.invite',
        entityType: 'user',
        entityId: account.id,
        ...(!isNew && { before: { roles: before } }),
        after: { email: person.email, name: account.name, roles: after },
        correlationId: deps.correlationId ?? null,
      });
      const others = account.roles.filter(({ providerId }) => providerId !== provider.id);
      const user = { ...account, roles: [...others, ...after.map((role) => ({ providerId: provider.id, role }))] };
      const made = account.signedUp ? null : await makePasswordLink(transaction, deps, by, user);
      passwordLink = async () => (account.signedUp ? { outcome: 'not_needed' } : deliverPasswordLink(deps, made));
      return { userId: account.id };
    },
    (transaction, earlier) => requireUserStill(transaction, by, earlier.userId),
  );
  return { userId, passwordLink: await passwordLink() };
}

async function findOrMake(
  transaction: PoolClient,
  newId: string,
  { email, name }: { email: string; name: string },
): Promise<{ account: UserAccount; isNew: boolean }> {
  const { rowCount } = await transaction.query(INSERT_USER, [newId, email, name, normaliseName(name)]);
  const { rows } = await transaction.query<{ id: string }>('SELECT id FROM app_user WHERE email = $1', [email]);
  const account = await lockAccount(transaction, rows[0]?.id ?? newId);
  if (account?.active) return { account, isNew: rowCount === 1 };
  throw new ActRefusal({
    code: 'REFUSED',
    message: 'The user with this e-mail address was deactivated.',
    remedy: 'Reactivate them first, or have an admin of the installation do it.',
    path: ['input', 'email'],
  });
}

function requireEmail(email: string): string {
  const text = email.trim().toLowerCase();
  if (isEmailAddress(text)) return text;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'That is no e-mail address.',
    remedy: 'Give one address such as ann.lee@example.org.',
    path: ['input', 'email'],
  });
}

function requireRoles(roles: readonly Role[]): void {
  if (roles.length > 0) return;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'An invitation without roles gives no access.',
    remedy: 'Name at least one role.',
    path: ['input', 'roles'],
  });
}
