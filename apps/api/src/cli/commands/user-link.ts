import type { Command } from 'commander';
import { systemPrincipal } from '../../access/system-principal.js';
import { sendPasswordLink } from '../../modules/users/send-password-link.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { namedUser } from '../named-user.js';
import { print, printJson } from '../output/terminal.js';
import { passwordLinkText } from '../output/users-text.js';

/** `rollcall user link ann.lee@example.org` */
export function addUserLink(parent: Command, cli: Cli): void {
  parent
    .command('link <email>')
    .description('send somebody a new one-time link: an invitation, or a way to a new password')
    .option('--json', 'print what was done as JSON')
    .action((email: string, { json }: { json?: true }) =>
      withDependencies(cli, async (deps) => {
        const wish = { userId: await namedUser(deps, email) };
        const { userId, passwordLink } = await sendPasswordLink(deps, systemPrincipal('cli'), wish);
        if (passwordLink.outcome === 'not_delivered') cli.exitCode = EXIT.partial;
        if (json) return printJson(cli.terminal, { userId, ...passwordLink });
        return print(cli.terminal, passwordLinkText(passwordLink, email));
      }),
    );
}
