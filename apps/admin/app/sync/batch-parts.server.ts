import { graphql } from '~/api/graphql';
import { ChangeSetFragment } from './change-set-fragment';
import { SyncLogFragment } from './sync-log-fragment';

export const BatchLinesDocument = graphql(
  `
    query BatchLines($filter: SyncLogFilter, $first: Int, $after: String, $last: Int, $before: String) {
      syncLogs(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...SyncLog
        }
      }
    }
  `,
  [SyncLogFragment],
);

export const ChangeSetsDocument = graphql(
  `
    query BatchChangeSets($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      node(id: $id) {
        __typename
        ... on SyncBatch {
          changeSets(first: $first, after: $after, last: $last, before: $before) {
            totalCount
            pageInfo {
              hasNextPage
              hasPreviousPage
              startCursor
              endCursor
            }
            nodes {
              ...ChangeSet
            }
          }
        }
      }
    }
  `,
  [ChangeSetFragment],
);
