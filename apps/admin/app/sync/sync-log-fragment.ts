import { type FragmentOf, graphql } from '~/api/graphql';

/** A log line of a sync: what became of a run (S0.35). */
export const SyncLogFragment = graphql(`
  fragment SyncLog on SyncLog {
    id
    ssgRunId
    courseCode
    courseTitle
    status
    trainerOutcome
    touched
    ssgStartDate
    ssgEndDate
    dbStartDate
    dbEndDate
    modeOfLearning
    vacancyCode
    createdAt
    processedAt
    error
    errorCode
    remedy
    correlationId
    batch {
      id
      runId
    }
    decisions {
      kind
      key
      rule
      ruleText
      reason
    }
  }
`);

export type SyncLogView = FragmentOf<typeof SyncLogFragment>;
