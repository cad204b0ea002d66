import type { Graphql, Page } from './graphql.js';

export interface Enrolment {
  id: string;
  referenceNumber: string;
  status: string;
  ssgStatus: string;
  learner: { id: string };
}

/** Every enrolment of the installation. */
export const enrolmentsOf = (graphql: Graphql): Promise<Enrolment[]> =>
  graphql.all<Enrolment, { enrolments: Page<Enrolment> }>(
    `query ($after: String) {
      enrolments(first: 100, after: $after) {
        nodes { id referenceNumber status ssgStatus learner { id } } pageInfo { hasNextPage endCursor }
      }
    }`,
    ({ enrolments }) => enrolments,
  );
