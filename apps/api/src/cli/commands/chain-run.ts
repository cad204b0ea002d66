import { CHAIN_MODES, type ChainMode } from '@rollcall/domain/chain/chain';
import { type Command, Option } from 'commander';
import { readNextMode } from '../../modules/chains/read-next-tick.js';
import { startRun } from '../../modules/chains/start-run.js';
import { chainProvider } from '../chain-provider.js';
import { type Cli, type EngineParts, withEngine } from '../context.js';
import { calendarDay } from '../options/calendar-day.js';
import { COMMAND_LINE, startedNumber } from '../start-by-hand.js';
import { tellOfStart } from '../tell-of-start.js';

interface RunOptions {
  provider?: string;
  mode?: ChainMode;
  dryRun?: true;
  from?: string;
  only?: string;
  today?: string;
  wait?: true;
  json?: true;
}

/** `rollcall chain run tgs_daily` (S2.7) */
export function addChainRun(parent: Command, cli: Cli): void {
  parent
    .command('run <chain>')
    .description('start a run of a chain now')
    .option('--provider <uen>', 'the provider, where there are several')
    .addOption(new Option('--mode <mode>', 'default: the one that its next tick will have').choices(CHAIN_MODES))
    .option('--dry-run', 'plan and report, and write nothing')
    .addOption(new Option('--from <step>', 'begin at this step, with the results of the newest run').conflicts(['only', 'today']))
    .addOption(new Option('--only <step>', 'do this step alone, with the results of the newest run').conflicts('today'))
    .option('--today <day>', "work as if it were this day; default: today in the provider's time zone", calendarDay)
    .option('--wait', 'follow it to its end, and exit by how it ended')
    .option('--json', 'print the run as JSON')
    .action((chain: string, options: RunOptions) => withEngine(cli, (parts) => run(cli, parts, chain, options)));
}

async function run(cli: Cli, parts: EngineParts, name: string, options: RunOptions): Promise<void> {
  const { engine, deps } = parts;
  const chain = engine.chains.get(name);
  const provider = await chainProvider(deps, chain, options.provider);
  const step = options.only ?? options.from;
  const outcome = await startRun(engine, {
    chain: name,
    providerId: provider?.id ?? null,
    mode: options.mode ?? (await readNextMode(engine, chain, provider)),
    dryRun: options.dryRun ?? false,
    ...(options.today !== undefined && { today: options.today }),
    ...(step !== undefined && { at: { step, only: options.only !== undefined } }),
    by: COMMAND_LINE,
  });
  await tellOfStart(cli, parts, startedNumber(outcome), options);
}
