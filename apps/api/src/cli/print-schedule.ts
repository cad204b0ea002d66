import type { ScheduleRow } from '../modules/schedules/schedule-row.js';
import { listProviders } from '../modules/training-providers/find-provider.js';
import type { Engine } from '../workflow/engine.js';
import type { Cli } from './context.js';
import { scheduleText } from './output/schedule-text.js';
import { print, printJson } from './output/terminal.js';
import { scheduleJson, showSchedule } from './show-schedule.js';

/** Prints a schedule after a change, so that a wrong one is seen before it is due (bug 58). */
export async function printSchedule(
  cli: Cli,
  engine: Engine,
  row: ScheduleRow,
  { json, changed }: { json: boolean; changed: string },
): Promise<void> {
  const shown = showSchedule(engine, row, await listProviders(engine.deps.database.pool));
  if (json) return printJson(cli.terminal, scheduleJson(shown));
  return print(cli.terminal, `${changed}\n${scheduleText(shown, cli.terminal.colours)}`);
}
