import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

export const CandidateFragment = graphql(`
  fragment ReviewCandidate on Learner {
    id
    name
    identifierMasked
    email
    phone
  }
`);

export const ReviewFragment = graphql(
  `
    fragment ReviewFacts on LearnerReview {
      id
      status
      reason
      message
      ssgRunId
      referenceNumber
      traineeName
      identifierMasked
      createdAt
      resolvedAt
      decidedBy
      decisionReason
      candidateIds
      candidates {
        ...ReviewCandidate
      }
      decidedLearner {
        id
        name
      }
    }
  `,
  [CandidateFragment],
);

const ReviewById = graphql(
  `
    query ReviewById($id: ID!) {
      node(id: $id) {
        ...ReviewFacts
      }
    }
  `,
  [ReviewFragment],
);

const LearnersCalled = graphql(
  `
    query LearnersCalled($provider: String!, $text: String!) {
      learners(filter: { provider: $provider, text: $text }, first: 10) {
        nodes {
          ...ReviewCandidate
        }
      }
    }
  `,
  [CandidateFragment],
);

const LearnersInRun = graphql(`
  query LearnersInRun($provider: String!, $ssgRunId: String!) {
    courseRuns(filter: { provider: $provider, ssgRunId: $ssgRunId }, first: 1) {
      nodes {
        enrolments(first: 100) {
          nodes {
            learner {
              id
            }
          }
        }
      }
    }
  }
`);

/** The review that the path names. */
export async function readReview({ ask, param }: PageRequest) {
  const { node } = await ask(ReviewById, { id: param('learnerReviewId') });
  if (!node || !('candidateIds' in node)) throw notFound('learner review');
  return node;
}

/** Learners by a part of their name, for who is none of the candidates. */
export async function learnersCalled({ ask, uen }: PageRequest, text: string) {
  return text.length < 2 ? [] : (await ask(LearnersCalled, { provider: uen, text })).learners.nodes;
}

/** Who is in the run already: a run has each learner once, so the next sync would raise another doubt about them. */
export async function learnersInRun({ ask, uen }: PageRequest, ssgRunId: string): Promise<string[]> {
  const { courseRuns } = await ask(LearnersInRun, { provider: uen, ssgRunId });
  return courseRuns.nodes.flatMap(({ enrolments }) => enrolments.nodes.map(({ learner }) => learner.id));
}
