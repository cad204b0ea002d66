import { graphql } from '~/api/graphql';

export const PasswordLinkFragment = graphql(`
  fragment OneTimeLink on PasswordLink {
    outcome
    link
    expiresAt
    message
    remedy
  }
`);
