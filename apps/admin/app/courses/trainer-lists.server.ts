import { ActFaultFragment } from '~/api/act-fault';
import { graphql } from '~/api/graphql';

export const UpdateTrainerLists = graphql(
  `
    mutation UpdateTrainerLists($input: CourseTrainerListsUpdateInput!) {
      courseTrainerListsUpdate(input: $input) {
        __typename
        ... on CourseTrainerListsUpdateSuccess {
          changed
          course {
            version
          }
          entries {
            list
            text
            trainer {
              trainerId
              name
              email
            }
            problem {
              code
              message
              remedy
            }
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);
