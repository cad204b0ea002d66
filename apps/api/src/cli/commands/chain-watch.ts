import type { Command } from 'commander';
import { type Cli, withEngine } from '../context.js';
import { followChainRun } from '../follow-chain-run.js';

/** `rollcall chain watch 42` */
export function addChainWatch(parent: Command, cli: Cli): void {
  parent
    .command('watch <number>')
    .description('follow a run to its end, and exit by how it ended; on a pipe a line per event. Ctrl-C leaves the run alone')
    .option('--json', 'print each event as a line of JSON')
    .action((number: string, options: { json?: true }) =>
      withEngine(cli, async (parts) => {
        cli.exitCode = await followChainRun(cli, parts, number, options.json ? 'json' : 'steps');
      }),
    );
}
