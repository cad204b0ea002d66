import type { Delivery } from '../../modules/alerts/list-deliveries.js';
import { maskEmail } from '../../modules/learners/mask-contact.js';
import { momentText } from './moment-text.js';
import type { Colours } from './terminal.js';

/** Messages for people, newest first: what, to whom, how it stands, and what kept it from going out. */
export function alertsText(deliveries: readonly Delivery[], colours: Colours): string {
  return deliveries.map((delivery) => alertText(delivery, colours)).join('\n');
}

function alertText(delivery: Delivery, colours: Colours): string {
  const { status, subject, lastError, id, kind, channel, createdAt } = delivery;
  const { bold, dim, red } = colours;
  const when = `${momentText(createdAt, 'UTC')} UTC, ${kind.replaceAll('_', ' ')}, ${channel} to ${maskRecipient(delivery)}`;
  return [
    `${stateText(delivery, colours)}  ${bold(subject)}`,
    ...[
      dim(when),
      ...(status === 'sent' || lastError === null ? [] : [red(lastError)]),
      ...(status === 'dead' ? [`Send it again: rollcall alerts requeue ${id}`] : []),
    ].map((line) => `         ${line}`),
  ].join('\n');
}

/** Seven characters wide. */
function stateText({ status, attempts }: Delivery, { red }: Colours): string {
  if (status === 'sent') return 'sent   ';
  if (status === 'dead') return red('dead   ');
  return attempts > 0 ? `tried ${attempts}` : 'waiting';
}

/** Enough to recognise a person's address or a webhook; whoever knows the whole of a webhook's address may often write to it. */
export function maskRecipient({ channel, recipient }: Pick<Delivery, 'channel' | 'recipient'>): string {
  if (channel === 'email') return maskEmail(recipient);
  return URL.canParse(recipient) ? `${new URL(recipient).origin}/…` : '…';
}
