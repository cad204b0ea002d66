import type { Principal } from '@rollcall/domain/permission/principal';
import { visibleRow } from '../../access/visible-node.js';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { visibleWebhooks, WebhookKind } from './webhook.graphql.js';

export const visibleWebhookDeliveries = (principal: Principal) => ({ endpoint: visibleWebhooks(principal) });

export const WebhookDeliveryStatus = storedEnum('WebhookDeliveryStatus', ['pending', 'sent', 'dead'], {
  description: 'What became of a message to a webhook.',
  words: {
    pending: 'Is sent, or tried again, by itself.',
    sent: 'Was taken by its receiver.',
    dead: 'Given up, until somebody asks for it to be sent again.',
  },
});

export const WebhookDelivery = builder.prismaNode('WebhookDelivery', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleWebhookDeliveries, (prisma, where) =>
    prisma.webhookDelivery.findMany({ where, select: { id: true } }),
  ),
  description: 'One message to a webhook, and what became of it.',
  select: { id: true },
  fields: (t) => ({
    messageId: t.string({
      description: 'The `webhook-id` that its receiver sees: the same however often it is sent.',
      select: { id: true, resentFromId: true },
      resolve: ({ id, resentFromId }) => resentFromId ?? id,
    }),
    kind: t.field({
      type: WebhookKind.ref,
      description: 'What it tells.',
      select: { kind: true },
      resolve: ({ kind }) => WebhookKind.read(kind),
    }),
    payload: t.expose('payload', { type: 'JSON', description: 'What it says.' }),
    status: t.field({
      type: WebhookDeliveryStatus.ref,
      description: 'What became of it.',
      select: { status: true },
      resolve: ({ status }) => WebhookDeliveryStatus.read(status),
    }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Why it was not taken the last time; null once it was.',
    }),
    responseStatus: t.exposeInt('responseStatus', {
      nullable: true,
      description: 'The HTTP status that its receiver answered last; null where it did not.',
    }),
    responseExcerpt: t.exposeString('responseExcerpt', {
      nullable: true,
      description: 'The beginning of what its receiver answered last, identifiers masked.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      description: 'From when on it is tried next, while it is pending.',
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true, description: 'When it was taken.' }),
    resentFromId: t.id({
      nullable: true,
      description: 'Global id of the message that this one repeats; null where it repeats none.',
      select: { resentFromId: true },
      resolve: ({ resentFromId }) => (resentFromId === null ? null : globalIdOf('WebhookDelivery', resentFromId)),
    }),
    webhook: t.relation('endpoint', { description: 'Where it goes.' }),
  }),
});
