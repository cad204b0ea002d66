import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { graphql, type VariablesOf } from '~/api/graphql';
import type { ActRequest, PageRequest } from '~/api/page.server';
import { readPage } from '~/url/read-page.server';

export const WebhookDeliveries = graphql(`
  query WebhookDeliveriesOf($filter: WebhookDeliveryFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    webhookDeliveries(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        kind
        status
        attempts
        messageId
        createdAt
        sentAt
        nextAttemptAt
        lastError
        responseStatus
        responseExcerpt
        resentFromId
        payload
      }
    }
  }
`);

const TestWebhook = graphql(
  `
    mutation TestWebhook($input: WebhookTestInput!) {
      webhookTest(input: $input) {
        __typename
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

const ResendDelivery = graphql(
  `
    mutation ResendDelivery($input: WebhookDeliveryResendInput!) {
      webhookDeliveryResend(input: $input) {
        __typename
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

/** What is tried again later than that is not waited for. */
const SOON_MS = 60_000;

type Status = VariablesOf<typeof WebhookDeliveries>['filter']['status'];

/** The messages to the webhook that the path names, their payloads as text. */
export async function readDeliveries({ ask, param, url }: PageRequest, status: Status) {
  const filter = { webhookId: param('webhookId'), status };
  const { answer, dropped } = await readPage(url, (page) => ask(WebhookDeliveries, { filter, ...page }));
  const { webhookDeliveries } = answer;
  const nodes = webhookDeliveries.nodes.map(({ payload, ...rest }) => ({ ...rest, payload: JSON.stringify(payload, null, 2) }));
  const soon = Date.now() + SOON_MS;
  const underWay = nodes.some(({ status: state, nextAttemptAt }) => state === 'PENDING' && Date.parse(nextAttemptAt) < soon);
  return { ...webhookDeliveries, nodes, underWay, dropped };
}

export async function testWebhook({ ask, param, text }: ActRequest) {
  const input = { webhookId: param('webhookId'), idempotencyKey: text('idempotencyKey') };
  return outcomeOf((await ask(TestWebhook, { input })).webhookTest);
}

export async function resendDelivery({ ask, text }: ActRequest, deliveryId: string) {
  const input = { deliveryId, idempotencyKey: text('idempotencyKey') };
  return outcomeOf((await ask(ResendDelivery, { input })).webhookDeliveryResend);
}
