import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { rowIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { visibleWebhooks, Webhook, WebhookKind } from './webhook.graphql.js';
import { visibleWebhookDeliveries, WebhookDelivery, WebhookDeliveryStatus } from './webhook-delivery.graphql.js';

const WebhookDeliveryFilter = builder.inputType('WebhookDeliveryFilter', {
  description: 'Which messages; what is left out does not restrict.',
  fields: (t) => ({
    webhookId: t.id({ description: 'Global id of the webhook.' }),
    status: t.field({ type: WebhookDeliveryStatus.ref, description: 'Has this status.' }),
    kind: t.field({ type: WebhookKind.ref, description: 'Tells this.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereDeliveries(
  filter: typeof WebhookDeliveryFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.WebhookDeliveryWhereInput {
  const { webhookId, status, kind } = filter ?? {};
  const endpointId = webhookId == null ? null : rowIdOf('Webhook', String(webhookId));
  return {
    AND: visibleWebhookDeliveries(principalOf(context)),
    ...(webhookId != null && { endpointId: { in: endpointId === null ? [] : [endpointId] } }),
    ...(status != null && { status }),
    ...(kind != null && { kind }),
  };
}

const whereWebhooks = (provider: string | null | undefined, context: GraphqlContext): Prisma.WebhookEndpointWhereInput => ({
  AND: visibleWebhooks(principalOf(context)),
  ...(provider != null && { provider: { uen: provider } }),
});

builder.queryFields((t) => ({
  webhooks: t.prismaConnection(
    {
      authScopes: { may: 'webhook.read' },
      type: Webhook,
      cursor: 'id',
      description: 'Webhooks, oldest first.',
      args: { provider: t.arg.string({ description: 'UEN of the provider; left out: all that you may see.' }) },
      totalCount: (_root, { provider }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.webhookEndpoint.count({ where: whereWebhooks(provider, context), ...bound }),
        ),
      resolve: (query, _root, { provider }, context) =>
        context.database.prisma.webhookEndpoint.findMany({
          ...query,
          where: whereWebhooks(provider, context),
          orderBy: { id: 'asc' },
        }),
    },
    ...connectionType('Webhook', Webhook, 'webhooks'),
  ),
  webhookDeliveries: t.prismaConnection(
    {
      authScopes: { may: 'webhook.read' },
      type: WebhookDelivery,
      cursor: 'id',
      description: 'Messages to webhooks, newest first; those that were sent or given up are kept for thirty days.',
      args: { filter: t.arg({ type: WebhookDeliveryFilter, description: 'Which messages.' }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.webhookDelivery.count({ where: whereDeliveries(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.webhookDelivery.findMany({
          ...query,
          where: whereDeliveries(filter, context),
          orderBy: { id: 'desc' },
        }),
    },
    ...connectionType('WebhookDelivery', WebhookDelivery, 'messages'),
  ),
}));
