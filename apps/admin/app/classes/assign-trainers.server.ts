import { ActFaultFragment } from '~/api/act-fault';
import { graphql, type ResultOf } from '~/api/graphql';

/** Those who can be assigned, the least busy first. */
export const FindTrainers = graphql(`
  query FindTrainersForClasses($provider: String!, $text: String) {
    trainers(filter: { provider: $provider, text: $text, active: true }, orderBy: { field: LOAD, direction: ASC }, first: 6) {
      totalCount
      nodes {
        id
        name
        email
        load {
          days
          daysTaught
        }
      }
    }
  }
`);

export type FoundTrainer = ResultOf<typeof FindTrainers>['trainers']['nodes'][number];

export const AssignTrainers = graphql(
  `
    mutation AssignTrainerToClasses($input: CourseRunsTrainerAssignInput!) {
      courseRunsTrainerAssign(input: $input) {
        __typename
        ... on CourseRunsTrainerAssignSuccess {
          results {
            __typename
            ... on CourseRunTrainerAssignSuccess {
              changed
              warnings {
                message
                remedy
              }
            }
            ...ActFault
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);
