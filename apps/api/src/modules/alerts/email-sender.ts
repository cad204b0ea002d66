import { createTransport } from 'nodemailer';
import type { OutgoingMessage, Sender } from './sender.js';

/** Milliseconds without a sign of the mail server. */
const PATIENCE = 10_000;
const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * Sends by the mail server behind `smtpUrl`, one connection per message: alerts are few, and a connection that has gone stale
 * over night loses none. A password goes over an encrypted connection only.
 */
export function createEmailSender(options: { smtpUrl: string; from: string }): Sender {
  const url = new URL(options.smtpUrl);
  const transport = createTransport({
    url: options.smtpUrl,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    dnsTimeout: PATIENCE,
    requireTLS: url.password !== '' && !LOOPBACK_HOSTS.includes(url.hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (message) => {
    await transport.sendMail(emailOf(message, options.from));
  };
}

/** A message as an e-mail. Its Message-ID is made of the delivery's id: what is sent twice can be told as one. */
export function emailOf(message: OutgoingMessage, from: string) {
  return {
    from,
    to: { name: '', address: message.recipient },
    subject: message.subject,
    text: message.body,
    date: new Date(message.createdAt),
    messageId: `<${message.id}@${addressOf(from).split('@').at(-1)}>`,
    // No holiday notice shall answer, and a filter may sort by kind.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Rollcall-Alert': message.kind },
  };
}

/** The bare address of a sender: `Rollcall <alerts@example.org>` is `alerts@example.org`. */
const addressOf = (from: string): string => (/<([^<>]*)>\s*$/.exec(from)?.[1] ?? from).trim();
