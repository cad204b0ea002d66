import type { Command } from 'commander';
import { changeSchedule } from '../../modules/schedules/change-schedule.js';
import type { ScheduleRow } from '../../modules/schedules/schedule-row.js';
import type { Engine } from '../../workflow/engine.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { type Cli, withEngine } from '../context.js';
import { findNamedSchedule } from '../find-named-schedule.js';
import { printSchedule } from '../print-schedule.js';
import { COMMAND_LINE } from '../start-by-hand.js';

interface PauseOptions {
  provider?: string;
  reason?: string;
  json?: true;
}

/** `rollcall schedule pause tgs_daily --reason "SSG maintenance"`, `rollcall schedule resume tgs_daily` */
export function addSchedulePause(parent: Command, cli: Cli): void {
  parent
    .command('pause <schedule>')
    .description('let a chain, CHAIN, or an optional step, CHAIN/STEP, not run by itself until it is resumed')
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--reason <text>', 'why, for those who look later')
    .option('--json', 'print the schedule as JSON')
    .action((schedule: string, options: PauseOptions) => setPaused(cli, schedule, options, true));

  parent
    .command('resume <schedule>')
    .description('let it run by itself again from its next tick on')
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--json', 'print the schedule as JSON')
    .action((schedule: string, options: PauseOptions) => setPaused(cli, schedule, options, false));
}

function setPaused(cli: Cli, idOrName: string, { provider, reason, json }: PauseOptions, paused: boolean): Promise<void> {
  return withEngine(cli, async ({ deps, engine }) => {
    const schedule = await findNamedSchedule(engine, idOrName, provider);
    if (paused) requireDispensable(engine, schedule);
    const change = { paused, pausedReason: reason ?? null };
    const row = await changeSchedule(deps, { scheduleId: schedule.id, change, by: COMMAND_LINE });
    return printSchedule(cli, engine, row, { json: json ?? false, changed: paused ? 'Paused.' : 'Resumed.' });
  });
}

/** A chain never leaves out a required step, so pausing one that has no time of its own would be without effect. */
function requireDispensable(engine: Engine, { taskChain, name, chainOrder, cron }: ScheduleRow): void {
  if (chainOrder === 0 || cron !== null) return;
  const step = engine.chains.get(taskChain).declaration.steps.find((declared) => declared.name === name);
  if (step?.required)
    throw new RefusedError(
      `${taskChain} cannot do without ${name}.`,
      `Pause the whole chain: rollcall schedule pause ${taskChain}`,
    );
}
