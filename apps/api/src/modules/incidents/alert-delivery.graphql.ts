import { ALERT_CHANNELS, ALERT_DELIVERY_STATUSES } from '@rollcall/domain/incident/alert-delivery';
import type { Principal } from '@rollcall/domain/permission/principal';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { maskEmail } from '../learners/mask-contact.js';

const AlertChannel = storedEnum('AlertChannel', ALERT_CHANNELS, {
  description: 'The way on which a message goes out.',
  words: { email: 'An e-mail.', webhook: 'A POST to a URL.' },
});

export const AlertDeliveryStatus = storedEnum('AlertDeliveryStatus', ALERT_DELIVERY_STATUSES, {
  description: 'What became of a message.',
  words: {
    pending: 'Is sent, or tried again, by itself.',
    sent: 'Was taken by its receiver.',
    dead: 'Given up, until somebody asks for it to be sent again (bug 28).',
  },
});

/** The path of a webhook's address may be a secret, so its host alone is shown. */
function maskRecipient({ channel, recipient }: { channel: string; recipient: string }): string {
  if (channel === 'email') return maskEmail(recipient);
  return URL.canParse(recipient) ? `${new URL(recipient).origin}/***` : '***';
}

/** A message about an incident is its provider’s too. */
export const visibleDeliveries = (principal: Principal) => visibleAtProvider(principal, 'incident.read');

export const AlertDelivery = builder.prismaNode('AlertDelivery', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleDeliveries, (prisma, where) => prisma.alertDelivery.findMany({ where, select: { id: true } })),
  description: 'A message on its way to people. What it says in full stays with its receiver.',
  select: { id: true },
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What it tells: `incident_opened`, `chain_failed` and the like.' }),
    channel: t.field({
      type: AlertChannel.ref,
      description: 'The way on which it goes out.',
      select: { channel: true },
      resolve: ({ channel }) => AlertChannel.read(channel),
    }),
    recipient: t.string({
      description: 'Who gets it, masked.',
      select: { channel: true, recipient: true },
      resolve: (delivery) => maskRecipient(delivery),
    }),
    subject: t.exposeString('subject', { description: 'Its first line.' }),
    status: t.field({
      type: AlertDeliveryStatus.ref,
      description: 'What became of it.',
      select: { status: true },
      resolve: ({ status }) => AlertDeliveryStatus.read(status),
    }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    lastError: t.string({
      nullable: true,
      description: 'Why it could not be sent the last time; null once it was sent.',
      select: { channel: true, recipient: true, lastError: true },
      // A mail server repeats whom it refuses.
      resolve: ({ lastError, ...delivery }) => lastError?.replaceAll(delivery.recipient, maskRecipient(delivery)) ?? null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      description: 'From when on it is tried next, while it is pending.',
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true, description: 'When it was sent.' }),
    incident: t.relation('incident', { nullable: true, description: 'The incident it is about; null where it is about none.' }),
  }),
});
