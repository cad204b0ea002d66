import { graphql } from './graphql';

/** What every failure member of a result union tells. */
export const ActFaultFragment = graphql(`
  fragment ActFault on ActError {
    code
    message
    remedy
    path
    ... on StaleVersionError {
      currentVersion
    }
  }
`);
