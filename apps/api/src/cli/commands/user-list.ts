import type { Command } from 'commander';
import { listUsers } from '../../modules/users/list-users.js';
import { type Cli, withDependencies } from '../context.js';
import { note, print, printJson } from '../output/terminal.js';
import { usersText } from '../output/users-text.js';

/** `rollcall user list` */
export function addUserList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('list the users, and what they are where')
    .option('--provider <uen>', 'only those with a role there')
    .option('--all', 'inactive ones too')
    .option('--json', 'print them as JSON')
    .action(async ({ provider, all, json }: { provider?: string; all?: true; json?: true }) => {
      const wish = { provider: provider ?? null, inactive: all ?? false };
      const users = await withDependencies(cli, ({ database }) => listUsers(database.pool, wish));
      if (json) return printJson(cli.terminal, users);
      if (users.length === 0)
        return note(cli.terminal, 'There is no such user. Invite one: rollcall user invite EMAIL --name NAME --roles ROLES');
      return print(cli.terminal, usersText(users));
    });
}
