import { ActFaultFragment } from '~/api/act-fault';
import { graphql } from '~/api/graphql';

export const DeclineTrainer = graphql(
  `
    mutation DeclineTrainer($input: CourseRunTrainerDeclineInput!) {
      courseRunTrainerDecline(input: $input) {
        __typename
        ... on CourseRunTrainerDeclineSuccess {
          changed
          warnings {
            message
            remedy
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);
