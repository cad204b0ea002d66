import { type FragmentOf, graphql } from '~/api/graphql';

/** A chain run as lists show it. */
export const ChainRunRowFragment = graphql(`
  fragment ChainRunRow on ChainRun {
    id
    number
    chainName
    chain {
      title
    }
    status
    trigger
    mode
    dryRun
    dueAt
    startedAt
    completedAt
    durationSeconds
    callsMade
    callsPredicted
    requestedBy
    reason
    error
    progress {
      done
      failed
      steps
    }
    resolvedBy {
      number
    }
    resumedFrom {
      number
    }
  }
`);

export type ChainRunRow = FragmentOf<typeof ChainRunRowFragment>;
