import { OVERLAP_POLICIES, type OverlapPolicy } from '@rollcall/domain/schedule/schedule';
import { type Command, Option } from 'commander';
import { changeSchedule, type ScheduleChange } from '../../modules/schedules/change-schedule.js';
import { type Cli, withEngine } from '../context.js';
import { findNamedSchedule } from '../find-named-schedule.js';
import { wholeNumber } from '../options/provider-settings.js';
import { weekdays } from '../options/weekdays.js';
import { printSchedule } from '../print-schedule.js';
import { COMMAND_LINE } from '../start-by-hand.js';

interface SetOptions {
  provider?: string;
  cron?: string;
  timeZone?: string;
  overlap?: OverlapPolicy;
  catchUpHours?: number;
  fullWeekdays?: number[];
  json?: true;
}

/** `rollcall schedule set tgs_daily --cron "30 1 * * *"` */
export function addScheduleSet(parent: Command, cli: Cli): void {
  const command = parent
    .command('set <schedule>')
    .description('change when a chain, CHAIN, or one of its steps, CHAIN/STEP, runs by itself; shows the next five ticks')
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week; none: a step runs with its chain alone')
    .option('--time-zone <zone>', 'for example Asia/Singapore')
    .addOption(new Option('--overlap <policy>', 'while the run before it is at work').choices(OVERLAP_POLICIES))
    .option('--catch-up-hours <hours>', 'a tick that was missed is made up for within so many hours', wholeNumber)
    .option('--full-weekdays <days>', 'days with a full run, 0 is Sunday: 0,3 or none', weekdays)
    .option('--json', 'print the schedule as JSON');
  command.action((schedule: string, { provider, json, ...options }: SetOptions) => {
    const change = changeOf(options);
    if (Object.keys(change).length === 0) command.error('error: name at least one setting to change', { exitCode: 2 });
    return withEngine(cli, async ({ deps, engine }) => {
      const { id } = await findNamedSchedule(engine, schedule, provider);
      const row = await changeSchedule(deps, { scheduleId: id, change, by: COMMAND_LINE });
      return printSchedule(cli, engine, row, { json: json ?? false, changed: 'Changed.' });
    });
  });
}

/** Only what was given: an absent setting stays as it is. */
function changeOf({
  cron,
  timeZone,
  overlap,
  catchUpHours,
  fullWeekdays,
}: Omit<SetOptions, 'provider' | 'json'>): ScheduleChange {
  return {
    ...(cron !== undefined && { cron: cron.trim() === 'none' ? null : cron.trim() }),
    ...(timeZone !== undefined && { timeZone }),
    ...(overlap !== undefined && { overlapPolicy: overlap }),
    ...(catchUpHours !== undefined && { catchUpHours }),
    ...(fullWeekdays !== undefined && { fullWeekdays }),
  };
}
