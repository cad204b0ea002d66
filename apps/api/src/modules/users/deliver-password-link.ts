import { decideWholeAccount } from '@rollcall/domain/permission/decide-roles';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import type { LinkPurpose } from '../../access/accounts.js';
import { sendPasswordLink as mailPasswordLink } from '../../access/identity-mail.js';
import type { Dependencies } from '../../dependencies.js';
import { loggableError } from '../../loggable-error.js';
import { reachOfAccount, type UserAccount } from './lock-account.js';

/** How a one-time link reached, or did not reach, the person. */
export type PasswordLink =
  | { outcome: 'mailed'; expiresAt: Date }
  /** No mail server is configured: whoever asked hands it over. */
  | { outcome: 'handed_over'; link: string; expiresAt: Date }
  | { outcome: 'not_delivered'; reason: string; remedy: string }
  /** The person has signed up: there is nothing to send. */
  | { outcome: 'not_needed' }
  /** The same request was answered before; what was secret then is told nobody twice. */
  | { outcome: 'answered_before' };

/** What a repeated request gets to know of the link. */
export const answeredBefore = async (): Promise<PasswordLink> => ({ outcome: 'answered_before' });

export interface LinkDependencies extends Pick<Dependencies, 'database' | 'newId' | 'now' | 'settings' | 'log' | 'accounts'> {
  correlationId?: string | null;
}

const HOUR = 3600;
/** An invitation waits for a holiday's end; who lost a password is at the door. */
const LIFETIME: Record<LinkPurpose, { ttlSeconds: number; words: string }> = {
  invitation: { ttlSeconds: 7 * 24 * HOUR, words: '7 days' },
  reset: { ttlSeconds: 24 * HOUR, words: '24 hours' },
};

/** An invitation for who has never signed up, a reset for everybody else. */
export const purposeFor = ({ signedUp }: Pick<UserAccount, 'signedUp'>): LinkPurpose => (signedUp ? 'reset' : 'invitation');

/** A link that was made and has reached nobody yet. */
export interface MadeLink {
  user: UserAccount;
  purpose: LinkPurpose;
  link: string;
  expiresAt: Date;
}

/**
 * Makes a one-time link in the transaction of the act; earlier ones are worthless from then on. Null where nobody could be given
 * it: without a mail server it is for who asked, and whoever has it becomes the person, so it is made only for those who manage
 * the whole account.
 */
export async function makePasswordLink(
  transaction: PoolClient,
  deps: Pick<LinkDependencies, 'accounts' | 'settings' | 'now'>,
  by: Principal,
  user: UserAccount,
): Promise<MadeLink | null> {
  if (deps.settings.alerts.smtpUrl === null && decideWholeAccount(by, reachOfAccount(user))) return null;
  const purpose = purposeFor(user);
  const { ttlSeconds } = LIFETIME[purpose];
  const link = await deps.accounts.issuePasswordLink(user.id, { ttlSeconds, purpose }, transaction);
  return { user, purpose, link, expiresAt: new Date(deps.now() + ttlSeconds * 1000) };
}

/**
 * Mails a link, or gives it to who asked where no mail server is configured. For after the commit of the act: a mail that does
 * not go out is told, since the account stands by then, and a crash leaves a user without a link, who is sent another.
 */
export async function deliverPasswordLink(deps: LinkDependencies, made: MadeLink | null): Promise<PasswordLink> {
  if (made === null) return NOT_FOR_YOU;
  const { user, purpose, link, expiresAt } = made;
  if (deps.settings.alerts.smtpUrl === null) return { outcome: 'handed_over', link, expiresAt };
  try {
    await mailPasswordLink(deps, { purpose, address: user.email, name: user.name, link, validFor: LIFETIME[purpose].words });
    return { outcome: 'mailed', expiresAt };
  } catch (error) {
    deps.log.warn(
      { event: 'password_link_not_mailed', userId: user.id, failure: loggableError(error) },
      'a link could not be mailed',
    );
    return {
      outcome: 'not_delivered',
      reason: 'The mail server did not take the message; the log says why.',
      remedy: 'Check SMTP_URL and the address, then send the person another link.',
    };
  }
}

const NOT_FOR_YOU: PasswordLink = {
  outcome: 'not_delivered',
  reason: 'This installation sends no mail, and the link would open an account that reaches further than your role does.',
  remedy: 'Ask an admin of the installation to send them a link, or to set SMTP_URL.',
};
