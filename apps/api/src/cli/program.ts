import { Command } from 'commander';
import { COURSE_COLUMNS, importCourses } from '../modules/courses/import-courses.js';
import { importUsers, USER_COLUMNS } from '../modules/users/import-users.js';
import { addDatabaseCommands } from './commands/database.js';
import { addImport } from './commands/import-file.js';
import { addPreflight } from './commands/preflight.js';
import { addProviderAdd } from './commands/provider-add.js';
import { addProviderList } from './commands/provider-list.js';
import { addProviderSet } from './commands/provider-set.js';
import { addSimulator } from './commands/simulator.js';
import { addSyncUpcomingCourseRuns } from './commands/sync-upcoming-course-runs.js';
import type { Cli } from './context.js';
import { EXIT_CODES_HELP } from './exit-codes.js';

/** The whole command line. Each command is a file; the groups are put together here. */
export function createProgram(cli: Cli): Command {
  const program = new Command('rollcall')
    .description('Rollcall: nightly SSG sync for training providers, explained')
    .option('--verbose', 'tell more, and show where an error came from')
    .addHelpText('after', EXIT_CODES_HELP)
    .showHelpAfterError('(--help shows how it is used)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.terminal.stdout.write(text),
      writeErr: (text) => cli.terminal.stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .hook('preAction', (_program, command) => {
      cli.verbose = Boolean(command.optsWithGlobals()['verbose']);
    });

  const provider = program.command('provider').description('add, list and change training providers');
  addProviderAdd(provider, cli);
  addProviderList(provider, cli);
  addProviderSet(provider, cli);

  const importing = program.command('import').description('import courses and users from CSV files');
  addImport(importing, cli, { noun: 'courses', columns: COURSE_COLUMNS, importRows: importCourses });
  addImport(importing, cli, { noun: 'users', columns: USER_COLUMNS, importRows: importUsers });

  addSyncUpcomingCourseRuns(program.command('sync').description('read SSG and reconcile'), cli);
  addPreflight(program, cli);
  addDatabaseCommands(program.command('db').description('the database behind Rollcall'), cli);
  addSimulator(program, cli);
  return program;
}
