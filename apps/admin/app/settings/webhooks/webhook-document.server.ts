import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

export const WebhookFragment = graphql(`
  fragment SettingsWebhook on Webhook {
    id
    url
    description
    kinds
    active
    version
    createdAt
    createdBy
    failingSince
    disabledReason
  }
`);

const SettingsWebhookById = graphql(
  `
    query SettingsWebhookById($id: ID!) {
      node(id: $id) {
        ...SettingsWebhook
      }
    }
  `,
  [WebhookFragment],
);

/** The webhook that the path names. */
export async function readWebhook({ ask, param }: PageRequest) {
  const { node } = await ask(SettingsWebhookById, { id: param('webhookId') });
  if (!node || !('failingSince' in node)) throw notFound('webhook');
  return { webhook: node };
}
