import { PEOPLE_ROLES } from '@rollcall/domain/permission/decide-roles';
import type { Role } from '@rollcall/domain/permission/roles';
import type { Command } from 'commander';
import { systemPrincipal } from '../../access/system-principal.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { inviteUser } from '../../modules/users/invite-user.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { namedChoices } from '../options/named-choices.js';
import { print, printJson } from '../output/terminal.js';
import { passwordLinkText } from '../output/users-text.js';

interface InviteOptions {
  name: string;
  roles: Role[];
  provider?: string;
  json?: true;
}

/** `rollcall user invite ann.lee@example.org --name "Ann Lee" --roles admin,trainer` */
export function addUserInvite(parent: Command, cli: Cli): void {
  parent
    .command('invite <email>')
    .description('give somebody roles, and a one-time link to choose a password')
    .requiredOption('--name <name>', 'their name; who is known keeps theirs')
    .requiredOption('--roles <roles>', `with commas between: ${PEOPLE_ROLES.join(', ')}`, namedChoices(PEOPLE_ROLES))
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--json', 'print what was done as JSON')
    .action((email: string, options: InviteOptions) => invite(cli, email, options));
}

function invite(cli: Cli, email: string, { name, roles, provider: uen, json }: InviteOptions): Promise<void> {
  return withDependencies(cli, async (deps) => {
    const provider = await resolveProvider(deps.database.pool, uen?.trim().toUpperCase());
    const wish = { email, name, provider: provider.uen, roles };
    const { userId, passwordLink } = await inviteUser(deps, systemPrincipal('cli'), wish);
    if (passwordLink.outcome === 'not_delivered') cli.exitCode = EXIT.partial;
    if (json) return printJson(cli.terminal, { userId, ...passwordLink });
    return print(cli.terminal, `${email} is ${roles.join(', ')} at ${provider.uen}.\n${passwordLinkText(passwordLink, email)}`);
  });
}
