import { PEOPLE_ROLES } from '@rollcall/domain/permission/decide-roles';
import type { Role } from '@rollcall/domain/permission/roles';
import type { Command } from 'commander';
import { systemPrincipal } from '../../access/system-principal.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { setUserRoles } from '../../modules/users/set-user-roles.js';
import { type Cli, withDependencies } from '../context.js';
import { namedUser } from '../named-user.js';
import { namedChoices } from '../options/named-choices.js';
import { note, printJson } from '../output/terminal.js';

interface RolesOptions {
  set: Role[];
  provider?: string;
  json?: true;
}

/** `rollcall user roles ann.lee@example.org --set operations,trainer` */
export function addUserRoles(parent: Command, cli: Cli): void {
  parent
    .command('roles <email>')
    .description('make what somebody is at a provider exactly these roles')
    .requiredOption(
      '--set <roles>',
      `with commas between: ${PEOPLE_ROLES.join(', ')}; "" takes all access there away`,
      namedChoices(PEOPLE_ROLES),
    )
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--json', 'print what was done as JSON')
    .action((email: string, options: RolesOptions) => setRoles(cli, email, options));
}

function setRoles(cli: Cli, email: string, { set: roles, provider: uen, json }: RolesOptions): Promise<void> {
  return withDependencies(cli, async (deps) => {
    const provider = await resolveProvider(deps.database.pool, uen?.trim().toUpperCase());
    const userId = await namedUser(deps, email);
    await setUserRoles(deps, systemPrincipal('cli'), { userId, provider: provider.uen, roles });
    if (json) return printJson(cli.terminal, { userId, provider: provider.uen, roles });
    note(cli.terminal, `${email} is ${roles.join(', ') || 'nothing'} at ${provider.uen} from now on.`);
  });
}
