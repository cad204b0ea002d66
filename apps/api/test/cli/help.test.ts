import { expect, test } from 'vitest';
import { runCommandLine } from '../support/run-command-line.js';

const COMMANDS = [
  '',
  'chains',
  'chain',
  'chain run',
  'chain resume',
  'chain cancel',
  'chain approve',
  'chain reject',
  'chain show',
  'chain watch',
  'chain history',
  'schedule',
  'schedule list',
  'schedule set',
  'schedule pause',
  'schedule resume',
  'worker',
  'incidents',
  'incidents note',
  'alerts',
  'alerts requeue',
  'provider',
  'provider add',
  'provider list',
  'provider set',
  'user',
  'user list',
  'user invite',
  'user roles',
  'user deactivate',
  'user reactivate',
  'user link',
  'first-admin',
  'api-key',
  'api-key list',
  'api-key create',
  'api-key revoke',
  'import',
  'import courses',
  'import users',
  'sync',
  'sync upcoming-course-runs',
  'preflight',
  'db',
  'db url',
  'db migrate',
  'db stop',
  'simulator',
];

test.each(COMMANDS)('rollcall %s --help', async (command) => {
  const { exitCode, stdout, stderr } = await runCommandLine(`${command} --help`);
  expect(exitCode).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatchSnapshot();
});

const WITHOUT_DATA = ['', 'provider', 'user', 'api-key', 'import', 'sync', 'db', 'db stop', 'chain', 'schedule'];

test.each(COMMANDS.filter((command) => !WITHOUT_DATA.includes(command)))('rollcall %s prints JSON on demand', async (command) => {
  const { stdout } = await runCommandLine(`${command} --help`);
  expect(stdout).toContain('--json');
});
