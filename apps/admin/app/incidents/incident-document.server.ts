import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

export const IncidentFragment = graphql(`
  fragment IncidentFacts on Incident {
    id
    title
    status
    message
    remedy
    errorClass
    upstream
    endpoint
    fingerprint
    occurrences
    firstSeenAt
    lastSeenAt
    recentAt
    closedAt
    closedReason
    note
    noteRequestedAt
    runsTouched
    lastChainRun {
      id
      number
      chainName
      status
    }
    deliveries {
      id
      subject
      channel
      recipient
      status
      createdAt
      sentAt
      lastError
    }
  }
`);

const IncidentById = graphql(
  `
    query IncidentById($id: ID!) {
      node(id: $id) {
        ...IncidentFacts
      }
    }
  `,
  [IncidentFragment],
);

const IncidentMeaning = graphql(`
  query IncidentMeaning($code: String!) {
    errorCatalogueEntry(code: $code) {
      code
      meaning
      remedy
    }
  }
`);

/** The incident that the path names. */
export async function readIncident({ ask, param }: PageRequest) {
  const { node } = await ask(IncidentById, { id: param('incidentId') });
  if (!node || !('fingerprint' in node)) throw notFound('incident');
  return node;
}

/** What the catalogue of errors says about its kind (S1.19); null for a kind that it does not have. */
export async function meaningOf({ ask }: PageRequest, errorClass: string) {
  return (await ask(IncidentMeaning, { code: errorClass })).errorCatalogueEntry;
}
