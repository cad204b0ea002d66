import { type FragmentOf, graphql } from '~/api/graphql';

/** What a step asks a person to approve. */
export const ApprovalFragment = graphql(`
  fragment Approval on ChainApproval {
    step
    sentence
    requestedAt
    counts {
      cancels
      removals
      touched
    }
    samples {
      key
      entity
      before
      after
      reason
    }
  }
`);

export type ApprovalView = FragmentOf<typeof ApprovalFragment>;
