import type { Delivery } from '../../modules/alerts/list-deliveries.js';
import { maskEmail } from '../../modules/learners/mask-contact.js';
import { momentText } from './moment-text.js';
import type { Colours } from './terminal.js';

/** Messages for people, newest first: what, to whom, how it stands, and what kept it from going out. */
export function alertsText(deliveries: readonly Delivery[], colours: Colours): string {
  return deliveries.map((delivery) => alertText(delivery, colours)).join('\n');
}

function alertText(delivery: Delivery, { bold, dim, red }: Colours): string {
  const { status, subject, lastError, id } = delivery;
  return [
    `${statusText(delivery)}  ${bold(subject)}`,
    dim(
      `         ${momentText(delivery.createdAt, 'UTC')} UTC, ${delivery.kind.replaceAll('_', ' ')}, ${delivery.channel} to ${maskRecipient(delivery)}`,
    ),
    ...(status === 'sent' || lastError === null ? [] : [`         ${red(lastError)}`]),
    ...(status === 'dead' ? [`         Again: rollcall alerts requeue ${id}`] : []),
  ].join('\n');

  function statusText({ attempts }: Delivery): string {
    if (status === 'sent') return 'sent   ';
    return status === 'dead' ? red('dead   ') : attempts > 0 ? `try ${String(attempts).padEnd(3)}` : 'waiting';
  }
}

/** Enough to recognise a person's address or a webhook; whoever knows the whole of a webhook's address may often write to it. */
export function maskRecipient({ channel, recipient }: Pick<Delivery, 'channel' | 'recipient'>): string {
  if (channel === 'email') return maskEmail(recipient);
  return URL.canParse(recipient) ? `${new URL(recipient).origin}/…` : '…';
}
