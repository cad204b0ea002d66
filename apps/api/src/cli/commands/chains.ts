import type { Command } from 'commander';
import { readChainRunsAtWork, readLastChainRuns } from '../../modules/chains/read-chain-history.js';
import { ticksAhead } from '../../modules/chains/read-next-tick.js';
import { listSchedules } from '../../modules/schedules/schedule-row.js';
import { listProviders } from '../../modules/training-providers/find-provider.js';
import { listLiveWorkers } from '../../worker/worker-row.js';
import type { Chain } from '../../workflow/chain.js';
import { tierOf } from '../../workflow/chain-registry.js';
import { type Cli, type EngineParts, withEngine } from '../context.js';
import { type ChainShown, chainsText } from '../output/chains-text.js';
import { print, printJson } from '../output/terminal.js';

/** `rollcall chains` */
export function addChains(parent: Command, cli: Cli): void {
  parent
    .command('chains')
    .description('list the chains with their steps, schedules, last and present runs, and the workers that live')
    .option('--json', 'print them as JSON')
    .action((options: { json?: true }) =>
      withEngine(cli, async (parts) => {
        const overview = await readOverview(parts);
        if (options.json) return printJson(cli.terminal, overview);
        return print(cli.terminal, chainsText(overview, parts.deps.now(), cli.terminal.colours));
      }),
    );
}

/** Five statements, however many chains and providers there are. */
async function readOverview({ deps, engine }: EngineParts) {
  const { pool } = deps.database;
  const [providers, schedules, last, atWork, workers] = await Promise.all([
    listProviders(pool),
    listSchedules(pool),
    readLastChainRuns(pool),
    readChainRunsAtWork(pool),
    listLiveWorkers(pool),
  ]);
  const shown = (chain: Chain): ChainShown => {
    const { name, title, scope, modes, steps } = chain.declaration;
    const owners = scope === 'provider' ? providers : [null];
    return {
      name,
      title,
      scope,
      modes,
      steps: steps.map(({ name: step, required, upstream, needs }) => ({
        name: step,
        tier: tierOf(chain, step),
        required,
        upstream,
        needs,
      })),
      owners: owners.map((provider) => {
        const isOf = (of: { chain: string; providerId: string | null }) =>
          of.chain === name && of.providerId === (provider?.id ?? null);
        const ofRun = (run: (typeof last)[number]) => isOf({ chain: run.chain, providerId: run.provider?.id ?? null });
        const schedule = schedules.find(
          (row) => row.chainOrder === 0 && isOf({ chain: row.taskChain, providerId: row.providerId }),
        );
        return {
          provider: provider && { uen: provider.uen, name: provider.name, timeZone: provider.timeZone },
          schedule: schedule
            ? {
                cron: schedule.cron,
                timeZone: schedule.timeZone,
                paused: schedule.paused,
                pausedReason: schedule.pausedReason,
                next: ticksAhead(chain, schedule, { now: deps.now(), count: 1 })[0] ?? null,
              }
            : null,
          lastRun: last.find(ofRun) ?? null,
          atWork: atWork.filter(ofRun),
        };
      }),
    };
  };
  return { chains: engine.chains.all.map(shown), workers };
}
