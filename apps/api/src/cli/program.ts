import { Command } from 'commander';
import { COURSE_COLUMNS, importCourses } from '../modules/courses/import-courses.js';
import { importUsers, USER_COLUMNS } from '../modules/users/import-users.js';
import { addAlerts } from './commands/alerts.js';
import { addApiKeyCreate } from './commands/api-key-create.js';
import { addApiKeyList } from './commands/api-key-list.js';
import { addApiKeyRevoke } from './commands/api-key-revoke.js';
import { addChainCancel } from './commands/chain-cancel.js';
import { addChainDecisions } from './commands/chain-decide.js';
import { addChainHistory } from './commands/chain-history.js';
import { addChainResume } from './commands/chain-resume.js';
import { addChainRun } from './commands/chain-run.js';
import { addChainShow } from './commands/chain-show.js';
import { addChainWatch } from './commands/chain-watch.js';
import { addChains } from './commands/chains.js';
import { addDatabaseCommands } from './commands/database.js';
import { addFirstAdmin } from './commands/first-admin.js';
import { addImport } from './commands/import-file.js';
import { addIncidents } from './commands/incidents.js';
import { addPreflight } from './commands/preflight.js';
import { addProviderAdd } from './commands/provider-add.js';
import { addProviderList } from './commands/provider-list.js';
import { addProviderSet } from './commands/provider-set.js';
import { addScheduleList } from './commands/schedule-list.js';
import { addSchedulePause } from './commands/schedule-pause.js';
import { addScheduleSet } from './commands/schedule-set.js';
import { addSimulator } from './commands/simulator.js';
import { addSyncUpcomingCourseRuns } from './commands/sync-upcoming-course-runs.js';
import { addUserDeactivate } from './commands/user-deactivate.js';
import { addUserInvite } from './commands/user-invite.js';
import { addUserLink } from './commands/user-link.js';
import { addUserList } from './commands/user-list.js';
import { addUserRoles } from './commands/user-roles.js';
import { addWorker } from './commands/worker.js';
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

  addUserCommands(program.command('user').description('invite people, say what they are where, take access away'), cli);
  addFirstAdmin(program, cli);
  const apiKey = program.command('api-key').description('keys for machines: make, list and revoke them');
  addApiKeyList(apiKey, cli);
  addApiKeyCreate(apiKey, cli);
  addApiKeyRevoke(apiKey, cli);

  const importing = program.command('import').description('import courses and users from CSV files');
  addImport(importing, cli, { noun: 'courses', columns: COURSE_COLUMNS, importRows: importCourses });
  addImport(importing, cli, { noun: 'users', columns: USER_COLUMNS, importRows: importUsers });

  addChains(program, cli);
  addChainCommands(program.command('chain').description('run a chain, follow it, decide about it'), cli);
  const schedule = program.command('schedule').description('when chains run by themselves');
  addScheduleList(schedule, cli);
  addScheduleSet(schedule, cli);
  addSchedulePause(schedule, cli);
  addWorker(program, cli);
  addIncidents(program, cli);
  addAlerts(program, cli);

  addSyncUpcomingCourseRuns(program.command('sync').description('read SSG and reconcile'), cli);
  addPreflight(program, cli);
  addDatabaseCommands(program.command('db').description('the database behind Rollcall'), cli);
  addSimulator(program, cli);
  return program;
}

function addChainCommands(chain: Command, cli: Cli): void {
  addChainRun(chain, cli);
  addChainResume(chain, cli);
  addChainCancel(chain, cli);
  addChainDecisions(chain, cli);
  addChainShow(chain, cli);
  addChainWatch(chain, cli);
  addChainHistory(chain, cli);
}

function addUserCommands(user: Command, cli: Cli): void {
  addUserList(user, cli);
  addUserInvite(user, cli);
  addUserRoles(user, cli);
  addUserDeactivate(user, cli);
  addUserLink(user, cli);
}
