import { ActFaultFragment } from '~/api/act-fault';
import { graphql } from '~/api/graphql';

export const StartExport = graphql(
  `
    mutation StartExport($input: ExportStartInput!) {
      exportStart(input: $input) {
        __typename
        ... on ExportStartSuccess {
          dataExport {
            id
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);
