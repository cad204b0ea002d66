import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

export const UserFragment = graphql(`
  fragment SettingsUser on User {
    id
    name
    email
    active
    signedUp
    twoFactorEnabled
    installationAdmin
    createdAt
    roles {
      provider {
        uen
        name
      }
      roles
    }
  }
`);

const SettingsUserById = graphql(
  `
    query SettingsUserById($id: ID!) {
      node(id: $id) {
        ...SettingsUser
      }
    }
  `,
  [UserFragment],
);

/** The user whom the path names, and what they are at this provider. */
export async function readUser({ ask, param, uen }: PageRequest) {
  const { node } = await ask(SettingsUserById, { id: param('userId') });
  if (!node || !('email' in node)) throw notFound('user');
  return { user: node, rolesHere: node.roles.find(({ provider }) => provider.uen === uen)?.roles ?? [] };
}
