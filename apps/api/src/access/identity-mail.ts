import type { Dependencies } from '../dependencies.js';
import { createSenders } from '../modules/alerts/create-senders.js';
import type { LinkPurpose } from './accounts.js';

export interface PasswordLinkMail {
  purpose: LinkPurpose;
  /** The e-mail address it goes to. */
  address: string;
  name: string;
  link: string;
  /** `3 days` */
  validFor: string;
}

const WHAT: Record<LinkPurpose, { kind: string; subject: string; reason: string }> = {
  invitation: {
    kind: 'invitation',
    subject: 'you are invited',
    reason: 'An admin invited you. Choose a password here, and then sign in with it:',
  },
  reset: {
    kind: 'password_reset',
    subject: 'choose a new password',
    reason: 'Somebody, we hope you, asked for a new password. Choose it here:',
  },
};

/** Sends the link by which somebody chooses a password; where no mail server is set, it is written to the capture file. */
export async function sendPasswordLink(
  { settings, newId, now }: Pick<Dependencies, 'settings' | 'newId' | 'now'>,
  { purpose, address, name, link, validFor }: PasswordLinkMail,
): Promise<void> {
  const { kind, subject, reason } = WHAT[purpose];
  await createSenders(settings.alerts, now).email({
    id: newId(),
    kind,
    recipient: address,
    subject: `${settings.appName}: ${subject}`,
    body: [
      `Hello ${name},`,
      '',
      reason,
      '',
      link,
      '',
      `The link works once, within ${validFor}. If you did not expect it, do nothing: nothing was changed.`,
      '',
    ].join('\n'),
    data: null,
    createdAt: now(),
  });
}
