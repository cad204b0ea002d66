import { ActFaultFragment } from '~/api/act-fault';
import { graphql } from '~/api/graphql';

export const ResolveTrainer = graphql(
  `
    mutation ResolveTrainer($input: CourseRunResolveTrainerInput!) {
      courseRunResolveTrainer(input: $input) {
        __typename
        ... on CourseRunResolveTrainerSuccess {
          changed
          outcome
          trainer {
            name
            email
          }
          notices {
            rule
            ruleText
            message
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);
