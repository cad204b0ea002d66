import { type FragmentOf, graphql } from '~/api/graphql';

/** What was decided to be written together, field by field. */
export const ChangeSetFragment = graphql(`
  fragment ChangeSet on ChangeSet {
    id
    ssgRunId
    phase
    status
    createdAt
    changes(first: 100) {
      totalCount
      nodes {
        entityType
        entityId
        field
        before
        after
        owner
        rule
        ruleText
      }
    }
  }
`);

export type ChangeSetView = FragmentOf<typeof ChangeSetFragment>;
export type ChangeView = ChangeSetView['changes']['nodes'][number];
