import { graphql } from '~/api/graphql';

export const AttentionFragment = graphql(`
  fragment TodayAttention on Attention {
    today
    groups {
      kind
      total
      title
      whatToDo
      items {
        key
        courseCode
        detail
        number
        nodeId
      }
    }
    freshness {
      source
      title
      refreshedAt
      stale
      sentence
    }
    lastSync {
      id
      status
      startedAt
      completedAt
      callsMade
      callsPredicted
      error
      remedy
      today
      windowEnd
      summary {
        statusReason
        courses
        runs {
          status
          count
        }
        changes {
          entityType
          created
          updated
        }
      }
    }
  }
`);

export const TodayBoard = graphql(
  `
    query TodayBoard($provider: String!) {
      attention(provider: $provider) {
        ...TodayAttention
      }
    }
  `,
  [AttentionFragment],
);

export const TodayAhead = graphql(`
  query TodayAhead($provider: String!) {
    weeksAhead(provider: $provider) {
      startDate
      runs
      learners
      withoutTrainer
    }
    trainers(filter: { provider: $provider, active: true }, orderBy: { field: LOAD, direction: DESC }, first: 10) {
      nodes {
        id
        name
        load {
          upcomingRuns
          daysTaught
        }
      }
    }
  }
`);

export const TodayNights = graphql(`
  query TodayNights($provider: String!) {
    syncBatches(filter: { provider: $provider }, first: 100) {
      nodes {
        startedAt
        completedAt
        callsMade
        onlySsgRunId
      }
    }
  }
`);
