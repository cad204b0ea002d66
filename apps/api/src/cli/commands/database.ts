import { applyMigrations } from '@rollcall/prisma/migrate';
import type { Command } from 'commander';
import { readSettings } from '../../settings/settings.js';
import { openDatabaseServer } from '../../start/database-server.js';
import { type Cli, withDatabaseServer } from '../context.js';
import { note, print, printJson } from '../output/terminal.js';

/** `rollcall db url`, `rollcall db migrate`, `rollcall db stop` */
export function addDatabaseCommands(parent: Command, cli: Cli): void {
  parent
    .command('url')
    .description(
      'print the address of the database, for psql, pg_dump and DATABASE_URL; starts the embedded one and leaves it running',
    )
    .option('--json', 'print it as JSON')
    .action((options: { json?: true }) => printUrl(cli, options));

  parent
    .command('migrate')
    .description('apply the migrations that the database does not have yet')
    .option('--json', 'print their names as JSON')
    .action((options: { json?: true }) => migrate(cli, options));

  parent
    .command('stop')
    .description('stop the embedded database unless somebody is connected to it')
    .action(() => stop(cli));
}

async function printUrl(cli: Cli, options: { json?: true }): Promise<void> {
  const server = await openDatabaseServer(readSettings(cli.environment));
  // An address that stops working when the command ends would help nobody: the server stays.
  await server.release({ stop: false });
  if (server.embedded && !server.adopted) note(cli.terminal, 'The embedded database runs now. Stop it with: rollcall db stop');
  if (options.json) return printJson(cli.terminal, { url: server.url, embedded: server.embedded });
  return print(cli.terminal, server.url);
}

async function migrate(cli: Cli, options: { json?: true }): Promise<void> {
  const applied = await withDatabaseServer(cli, (server) =>
    applyMigrations(server.url, { log: (line) => note(cli.terminal, line) }),
  );
  if (options.json) return printJson(cli.terminal, { applied });
  return print(cli.terminal, applied.length === 0 ? 'The database has every migration.' : `Applied ${applied.join(', ')}.`);
}

async function stop(cli: Cli): Promise<void> {
  const server = await openDatabaseServer(readSettings(cli.environment));
  if (!server.embedded) return note(cli.terminal, 'DATABASE_URL names a server that is not ours to stop.');
  await server.release({ stop: true });
  return note(cli.terminal, 'The embedded database is stopped, unless somebody else is connected to it.');
}
