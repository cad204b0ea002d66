import type { Command } from 'commander';
import { issueFirstAdminLink } from '../../access/first-admin.js';
import { type Cli, withDependencies } from '../context.js';
import { note, print, printJson } from '../output/terminal.js';

/** `rollcall first-admin` */
export function addFirstAdmin(parent: Command, cli: Cli): void {
  parent
    .command('first-admin')
    .description('print the one-time link for the first admin, while nobody can sign in')
    .option('--json', 'print it as JSON; null where somebody can sign in already')
    .action(async ({ json }: { json?: true }) => {
      const link = await withDependencies(cli, (deps) => issueFirstAdminLink(deps));
      if (json) return printJson(cli.terminal, { link });
      if (link === null)
        return note(cli.terminal, 'Somebody can sign in already. Admins invite others: rollcall user invite --help');
      return print(cli.terminal, link);
    });
}
