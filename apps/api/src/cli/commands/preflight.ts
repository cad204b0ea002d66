import type { Command } from 'commander';
import type { PreflightCheck } from '../../modules/preflight/check.js';
import { runPreflight } from '../../modules/preflight/run-preflight.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { type Colours, print, printJson } from '../output/terminal.js';

/** `rollcall preflight` (S1.21) */
export function addPreflight(parent: Command, cli: Cli): void {
  parent
    .command('preflight')
    .description('check what a sync needs: database, migrations, credentials, encryption, clock')
    .option('--provider <uen>', 'check with the credentials of this provider, where there are several')
    .option('--json', 'print the checks as JSON')
    .action(async (options: { provider?: string; json?: true }) => {
      const input = { ...(options.provider && { uen: options.provider }), signal: cli.signal };
      const checks = await withDependencies(cli, (deps) => runPreflight(deps, input), { databaseMayBeDown: true });
      if (options.json) await printJson(cli.terminal, checks);
      else await print(cli.terminal, checks.map((check) => checkText(check, cli.terminal.colours)).join('\n'));
      if (checks.some(({ status }) => status === 'failed')) cli.exitCode = EXIT.failed;
      else if (checks.some(({ status }) => status === 'warning')) cli.exitCode = EXIT.partial;
    });
}

function checkText({ name, status, message, remedy }: PreflightCheck, { green, red, yellow, dim }: Colours): string {
  const colour = { ok: green, warning: yellow, failed: red, skipped: dim }[status];
  const line = `${colour(status.padEnd(7))}  ${name.padEnd(15)}  ${message}`;
  return remedy === null ? line : `${line}\n${' '.repeat(26)}${remedy}`;
}
