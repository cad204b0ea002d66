import { graphql, type ResultOf } from '~/api/graphql';

/** The rows of S0.33, with the list's first and last day for the line above them. */
export const UpcomingClasses = graphql(`
  query UpcomingClasses(
    $filter: CourseRunFilter!
    $orderBy: CourseRunOrder!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    courseRuns(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        ssgRunId
        startDate
        endDate
        classStatus
        classType
        modeOfLearning
        courseVacancyCode
        courseVacancyDescription
        course {
          courseCode
          title
        }
        trainerTpg {
          name
          email
        }
        trainerLocal {
          name
        }
        nextTrainer {
          name
          exhausted
        }
        enrolmentCounts {
          live
          total
        }
        issues {
          code
          sentence
          remedy
        }
      }
    }
    earliest: courseRuns(filter: $filter, orderBy: { field: START_DATE, direction: ASC }, first: 1) {
      nodes {
        startDate
      }
    }
    latest: courseRuns(filter: $filter, orderBy: { field: START_DATE, direction: DESC }, first: 1) {
      nodes {
        startDate
      }
    }
  }
`);

export type ClassRow = ResultOf<typeof UpcomingClasses>['courseRuns']['nodes'][number];
