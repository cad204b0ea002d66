import { type FragmentOf, graphql } from '~/api/graphql';

/** One reading of SSG. */
export const SyncBatchFragment = graphql(`
  fragment SyncBatch on SyncBatch {
    id
    runId
    status
    trigger
    today
    windowEnd
    thresholdDays
    onlySsgRunId
    startedAt
    completedAt
    heartbeatAt
    resumedCount
    callsMade
    callsPredicted
    error
    remedy
    summary {
      courses
      elapsedMs
      reviewsOpen
      statusReason
      runs {
        status
        count
      }
      changes {
        entityType
        created
        updated
      }
      trainers {
        outcome
        count
      }
      errors {
        courseCode
        ssgRunId
        message
        remedy
      }
    }
  }
`);

export type SyncBatchView = FragmentOf<typeof SyncBatchFragment>;
