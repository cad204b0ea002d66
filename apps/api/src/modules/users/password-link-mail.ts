import type { LinkPurpose } from '../../access/accounts.js';

export interface PasswordLinkMail {
  purpose: LinkPurpose;
  /** How the installation is called. */
  appName: string;
  /** Who is written to. */
  name: string;
  /** Who made the link. */
  by: string;
  link: string;
  expiresAt: Date;
}

/** Subject and plain text of the mail that carries a one-time link. */
export function passwordLinkMail(mail: PasswordLinkMail): { subject: string; body: string } {
  const { purpose, appName, name, by, link, expiresAt } = mail;
  const until = `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const why =
    purpose === 'invitation'
      ? `${by} has invited you to ${appName}. Choose a password here:`
      : `${by} has sent you this link, with which you choose a new password for ${appName}:`;
  return {
    subject: purpose === 'invitation' ? `Your invitation to ${appName}` : `A new password for ${appName}`,
    body: [
      `Hello ${name},`,
      why,
      link,
      `The link works once, until ${until}; a newer one takes its place. Give it to nobody: whoever has it becomes you.`,
      'If you did not expect this, do nothing, and tell whoever runs the installation.',
      '',
    ].join('\n\n'),
  };
}
