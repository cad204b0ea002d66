import type { Command } from 'commander';
import { systemPrincipal } from '../../access/system-principal.js';
import { deactivateUser } from '../../modules/users/deactivate-user.js';
import { reactivateUser } from '../../modules/users/reactivate-user.js';
import { type Cli, withDependencies } from '../context.js';
import { namedUser } from '../named-user.js';
import { note, printJson } from '../output/terminal.js';

interface AccessOptions {
  reason: string;
  json?: true;
}

/** `rollcall user deactivate EMAIL --reason "has left"`, `rollcall user reactivate EMAIL --reason "is back"` */
export function addUserDeactivate(parent: Command, cli: Cli): void {
  addAccessCommand(parent, cli, {
    name: 'deactivate',
    description: 'take somebody’s access away at once: sessions end, their API keys are revoked',
    useCase: deactivateUser,
    done: 'has no access any more; open sessions ended, and their API keys are revoked.',
  });
  addAccessCommand(parent, cli, {
    name: 'reactivate',
    description: 'give a deactivated user their access back, with the roles they had',
    useCase: reactivateUser,
    done: 'may sign in again; API keys stay revoked.',
  });
}

function addAccessCommand(
  parent: Command,
  cli: Cli,
  { name, description, useCase, done }: { name: string; description: string; useCase: typeof deactivateUser; done: string },
): void {
  parent
    .command(`${name} <email>`)
    .description(description)
    .requiredOption('--reason <text>', 'why, for the audit')
    .option('--json', 'print what was done as JSON')
    .action((email: string, { reason, json }: AccessOptions) =>
      withDependencies(cli, async (deps) => {
        const { userId } = await useCase(deps, systemPrincipal('cli'), { userId: await namedUser(deps, email), reason });
        if (json) return printJson(cli.terminal, { userId, active: name === 'reactivate' });
        note(cli.terminal, `${email} ${done}`);
      }),
    );
}
