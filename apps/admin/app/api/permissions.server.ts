import type { Ask } from './ask.server';
import { graphql } from './graphql';

const ViewerPermissions = graphql(`
  query ViewerPermissions {
    viewer {
      roles {
        provider {
          uen
        }
        permissions
      }
    }
  }
`);

/** What the viewer may do at a provider, for pages that leave out what they would be refused. */
export async function permissionsAt(ask: Ask, uen: string): Promise<(permission: string) => boolean> {
  const { viewer } = await ask(ViewerPermissions);
  const here = viewer?.roles.filter(({ provider }) => provider === null || provider.uen === uen) ?? [];
  const permissions = new Set(here.flatMap(({ permissions: some }) => some));
  return (permission) => permissions.has(permission);
}
