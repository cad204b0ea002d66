import type { Command } from 'commander';
import { issueFirstAdminLink } from '../../access/first-admin.js';
import { type Cli, withDependencies } from '../context.js';
import { note, print } from '../output/terminal.js';

/** `rollcall first-admin` */
export function addFirstAdmin(parent: Command, cli: Cli): void {
  parent
    .command('first-admin')
    .description('print the one-time link for the first admin, while nobody can sign in')
    .action(async () => {
      const link = await withDependencies(cli, (deps) => issueFirstAdminLink(deps));
      if (link === null)
        return note(cli.terminal, 'Somebody can sign in already. Admins invite others: rollcall user invite --help');
      return print(cli.terminal, link);
    });
}
