import type { Command } from 'commander';
import { ensureSchedules } from '../../modules/schedules/ensure-schedules.js';
import { listSchedules } from '../../modules/schedules/schedule-row.js';
import { listProviders } from '../../modules/training-providers/find-provider.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { type Cli, type EngineParts, withEngine } from '../context.js';
import { scheduleTable } from '../output/schedule-text.js';
import { note, print, printJson } from '../output/terminal.js';
import { scheduleJson, showSchedule } from '../show-schedule.js';

interface ListOptions {
  provider?: string;
  steps?: true;
  json?: true;
}

/** `rollcall schedule list` */
export function addScheduleList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('list the schedules of chains, and of those steps that have a time of their own or are paused')
    .option('--provider <uen>', 'only those of this provider and of the installation')
    .option('--steps', 'list those of all steps too')
    .option('--json', 'print them all as JSON')
    .action((options: ListOptions) => withEngine(cli, (parts) => list(cli, parts, options)));
}

async function list(cli: Cli, { deps, engine }: EngineParts, options: ListOptions): Promise<void> {
  const { pool } = deps.database;
  const provider = options.provider === undefined ? null : await resolveProvider(pool, options.provider.trim().toUpperCase());
  await ensureSchedules(engine);
  const [rows, providers] = await Promise.all([
    listSchedules(pool, provider ? { providerId: provider.id } : {}),
    listProviders(pool),
  ]);
  const known = rows.filter((row) => engine.chains.all.some(({ declaration }) => declaration.name === row.taskChain));
  const shown = known.map((row) => showSchedule(engine, row, providers));
  if (options.json) return printJson(cli.terminal, shown.map(scheduleJson));
  const listed = shown.filter(({ row }) => options.steps || row.chainOrder === 0 || row.cron !== null || row.paused);
  if (listed.length > 0) await print(cli.terminal, scheduleTable(listed, cli.terminal.colours));
  if (providers.length === 0)
    note(cli.terminal, 'There is no training provider yet. Add one: rollcall provider add --uen UEN --name NAME');
}
