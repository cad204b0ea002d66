import type { Command } from 'commander';
import { type ReadyWorker, runWorker } from '../../worker/run-worker.js';
import { type Cli, withDependencies } from '../context.js';
import { atLeastOne } from '../options/whole-number.js';
import { print, printJson } from '../output/terminal.js';

/** `rollcall worker`: runs chains until it is stopped; the JSON log goes to standard error. */
export function addWorker(parent: Command, cli: Cli): void {
  parent
    .command('worker')
    .description('run the steps of chains, keep their schedules and send alerts, until Ctrl-C')
    .option('--concurrency <steps>', 'how many steps at once; default: WORKER_CONCURRENCY', atLeastOne)
    .option('--json', 'print what is ready as JSON')
    .action(async ({ concurrency, json }: { concurrency?: number; json?: true }) => {
      cli.isEndedBySignal = true;
      const tell = (ready: ReadyWorker) => (json ? printJson(cli.terminal, ready) : print(cli.terminal, readyText(ready)));
      await withDependencies(
        cli,
        (deps) =>
          runWorker(deps, {
            signal: cli.signal,
            onReady: tell,
            ...(concurrency !== undefined && { concurrency }),
            ...(cli.chains && { chains: cli.chains }),
          }),
        { logs: true },
      );
    });
}

const readyText = ({ name, concurrency, jobs }: ReadyWorker): string =>
  `Worker ${name} is ready: ${concurrency} ${concurrency === 1 ? 'step' : 'steps'} at once, jobs in ${jobs}.`;
