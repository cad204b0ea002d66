import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { readPage } from '~/url/read-page.server';

const LearnerPage = graphql(`
  query LearnerPage(
    $id: ID!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $enrolments: Boolean!
    $audit: Boolean!
  ) {
    node(id: $id) {
      __typename
      ... on Learner {
        id
        name
        identifierMasked
        identifierType
        email
        phone
        createdAt
        updatedAt
        enrolments(first: $first, after: $after, last: $last, before: $before) @include(if: $enrolments) {
          totalCount
          pageInfo {
            hasNextPage
            hasPreviousPage
            startCursor
            endCursor
          }
          nodes {
            id
            status
            ssgStatus
            referenceNumber
            enrolledAt
            course {
              title
            }
            courseRun {
              ssgRunId
              startDate
            }
          }
        }
      }
    }
    auditEntries(filter: { entityId: $id, action: "learner.reveal_identifier" }, first: 50) @include(if: $audit) {
      nodes {
        number
        actorName
        actorRole
        reason
        createdAt
      }
    }
  }
`);

/** What the page of a learner shows; the audit only to those who may read it. */
export async function readLearner({ ask, uen, url, param }: PageRequest) {
  const id = param('learnerId');
  if (!isGlobalIdOf('Learner', id)) throw notFound('such learner');
  const may = await permissionsAt(ask, uen);
  const shown = { id, enrolments: may('enrolment.read'), audit: may('audit.read') };
  const { answer, dropped } = await readPage(url, (page) => ask(LearnerPage, { ...shown, ...page }));
  const { node, auditEntries } = answer;
  if (node?.__typename !== 'Learner') throw notFound('such learner');
  const { enrolments, ...learner } = node;
  return { learner, enrolments: enrolments ?? null, reveals: auditEntries?.nodes ?? null, dropped };
}
