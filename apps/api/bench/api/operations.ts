import { SEARCHES, UEN, wordsOf } from './seed.js';

/** What is measured: pages that a console shows most often. Both servers of ours answer the same bytes to each. */
export const OPERATIONS = {
  upcoming: {
    title: 'upcoming classes, 50 runs with trainers and counts',
    query: `query Upcoming($provider: String!) {
  upcomingClasses(provider: $provider, first: 50) {
    totalCount
    nodes {
      id ssgRunId startDate endDate classStatus modeOfLearning
      course { courseCode title }
      trainerTpg { name email }
      trainerLocal { name email }
      enrolmentCounts { live total }
    }
  }
}`,
    variables: [{ provider: UEN }],
  },
  learners: {
    title: 'search of learners by words of the name, 20 found',
    query: `query Learners($provider: String!, $text: String!) {
  learners(filter: { provider: $provider, text: $text }, first: 20) {
    nodes { id name identifierMasked email }
  }
}`,
    variables: SEARCHES.map((text) => ({ provider: UEN, text })),
  },
  enrolments: {
    title: 'a page of 50 enrolments with learner, run and course',
    query: `query Enrolments($provider: String!, $status: EnrolmentStatus!) {
  enrolments(filter: { provider: $provider, status: $status }, first: 50) {
    pageInfo { hasNextPage }
    nodes {
      id referenceNumber status
      learner { name identifierMasked }
      courseRun { ssgRunId startDate }
      course { courseCode title }
    }
  }
}`,
    variables: [
      { provider: UEN, status: 'CONFIRMED' },
      { provider: UEN, status: 'CANCELLED' },
    ],
  },
} as const;

export type OperationName = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** The same questions as PostGraphile must be asked them, by the names it makes from tables and functions. */
export const RIVAL_QUERIES: Record<OperationName, { query: string; variables: (providerId: string) => object[] }> = {
  upcoming: {
    query: `query Upcoming($provider: UUID!, $first: Date!, $last: Date!) {
  upcomingClasses(provider: $provider, firstDay: $first, lastDay: $last, first: 50) {
    totalCount
    nodes {
      nodeId courseRunId startDate endDate classStatus modeOfLearning
      courseByCourseId { courseCode title }
      tpgAssignedTrainerName tpgAssignedTrainerEmail
      courseRunTrainersByCourseRunId(condition: { role: "trainer" }, orderBy: POSITION_ASC, first: 1) { nodes { trainerName trainerEmail } }
      liveEnrolments
      enrollmentsByCourseRunId { totalCount }
    }
  }
}`,
    variables: (provider) => [{ provider, first: '2026-03-02', last: '2026-03-23' }],
  },
  learners: {
    query: `query Learners($provider: UUID!, $words: [String!]!) {
  searchLearners(provider: $provider, words: $words, first: 20) { nodes { nodeId name nricMasked email } }
}`,
    variables: (provider) => SEARCHES.map((text) => ({ provider, words: wordsOf(text) })),
  },
  enrolments: {
    query: `query Enrolments($provider: UUID!, $status: String!) {
  allEnrollments(condition: { providerId: $provider, enrolmentStatus: $status }, orderBy: PRIMARY_KEY_ASC, first: 50) {
    pageInfo { hasNextPage }
    nodes {
      nodeId enrolmentId enrolmentStatus
      learnerByLearnerId { name nricMasked }
      courseRunByCourseRunId { courseRunId startDate }
      courseByCourseId { courseCode title }
    }
  }
}`,
    variables: (provider) => ['Confirmed', 'Cancelled'].map((status) => ({ provider, status })),
  },
};
