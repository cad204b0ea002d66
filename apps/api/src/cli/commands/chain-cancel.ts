import { isActiveChainRun } from '@rollcall/domain/chain/chain-run-transitions';
import type { Command } from 'commander';
import { cancelRun } from '../../modules/chains/cancel-run.js';
import { readChainRun } from '../../modules/chains/read-chain-run.js';
import { type Cli, withEngine } from '../context.js';
import { print, printJson } from '../output/terminal.js';
import { COMMAND_LINE } from '../start-by-hand.js';

/** `rollcall chain cancel 42` */
export function addChainCancel(parent: Command, cli: Cli): void {
  parent
    .command('cancel <number>')
    .description('ask a run to stop: what is at work stops at its next safe point, and nothing new begins')
    .option('--json', 'print the run as JSON')
    .action((number: string, options: { json?: true }) =>
      withEngine(cli, async ({ deps, engine }) => {
        await cancelRun(engine, { chainRunId: number, by: COMMAND_LINE });
        const run = await readChainRun(deps.database.pool, number);
        if (options.json) return printJson(cli.terminal, run);
        const ended = !isActiveChainRun(run.status);
        return print(
          cli.terminal,
          ended
            ? `Chain run ${number} is cancelled.`
            : `Chain run ${number} stops at its next safe point. See it end: rollcall chain watch ${number}`,
        );
      }),
    );
}
