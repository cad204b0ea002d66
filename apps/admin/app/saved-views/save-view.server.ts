import { ActFaultFragment } from '~/api/act-fault';
import { graphql } from '~/api/graphql';

export const SaveView = graphql(
  `
    mutation SaveView($input: SavedViewSaveInput!) {
      savedViewSave(input: $input) {
        __typename
        ... on SavedViewSaveSuccess {
          savedView {
            name
            page
            search
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);
