import type { Command } from 'commander';
import { readEvents } from '../../events/read-events.js';
import { chainOutlook, readChainExperience } from '../../modules/chains/read-chain-outlook.js';
import { readChainRun } from '../../modules/chains/read-chain-run.js';
import { type Cli, type EngineParts, withEngine } from '../context.js';
import { atLeastOne } from '../options/whole-number.js';
import { chainRunText } from '../output/chain-run-text.js';
import { print, printJson } from '../output/terminal.js';

interface ShowOptions {
  events: number;
  json?: true;
}

/** `rollcall chain show 42` */
export function addChainShow(parent: Command, cli: Cli): void {
  parent
    .command('show <number>')
    .description('show a run: how it stands and why, its steps, what waits for a person, its last events')
    .option('--events <count>', 'how many of the last events', atLeastOne, 10)
    .option('--json', 'print it as JSON')
    .action((number: string, options: ShowOptions) => withEngine(cli, (parts) => show(cli, parts, number, options)));
}

async function show(cli: Cli, { deps, engine }: EngineParts, number: string, options: ShowOptions): Promise<void> {
  const { pool } = deps.database;
  const run = await readChainRun(pool, number);
  const last = run.lastEventNumber;
  const events = await readEvents(pool, number, Math.max(0, last - options.events), last);
  const now = deps.now();
  const outlook = chainOutlook(run, await readChainExperience(engine, run), { now, paceMs: deps.settings.ssg.rateLimitMs });
  if (options.json) {
    const { finishAt, ...calls } = outlook;
    const predicted = { ...calls, predictedFinishAt: finishAt === null ? null : new Date(finishAt) };
    return printJson(cli.terminal, { ...run, ...predicted, events: events.map((event) => ({ ...event, chainRunId: number })) });
  }
  const { title } = engine.chains.get(run.chain).declaration;
  return print(cli.terminal, chainRunText({ run, title, outlook, events, now }, cli.terminal.colours));
}
