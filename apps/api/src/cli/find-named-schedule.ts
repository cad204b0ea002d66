import { UnknownScheduleError } from '../modules/schedules/change-schedule.js';
import { ensureSchedules } from '../modules/schedules/ensure-schedules.js';
import { findSchedule, listSchedules, type ScheduleRow } from '../modules/schedules/schedule-row.js';
import type { Engine } from '../workflow/engine.js';
import { WrongStartError } from '../workflow/start-chain-run.js';
import { chainProvider } from './chain-provider.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What people call a schedule: `tgs_daily`, `tgs_daily/digest`. */
export const scheduleName = ({ taskChain, name, chainOrder }: ScheduleRow): string =>
  chainOrder === 0 ? taskChain : `${taskChain}/${name}`;

/**
 * The schedule that an operator means, by its id or by its name. The rows are made where no worker has made them yet, so that a
 * schedule can be changed before anything runs by it. Throws `UnknownScheduleError`, `UnknownChainError`, `WrongStartError`, and
 * what tells that the provider is not clear.
 */
export async function findNamedSchedule(engine: Engine, idOrName: string, uen: string | undefined): Promise<ScheduleRow> {
  const { pool } = engine.deps.database;
  await ensureSchedules(engine);
  if (UUID.test(idOrName)) {
    const schedule = await findSchedule(pool, idOrName);
    if (!schedule) throw new UnknownScheduleError(idOrName);
    return schedule;
  }
  const [chainName = '', ...rest] = idOrName.split('/');
  const chain = engine.chains.get(chainName);
  const { name, steps } = chain.declaration;
  const step = rest.length === 0 ? null : rest.join('/');
  if (step !== null && !steps.some((declared) => declared.name === step))
    throw new WrongStartError(
      `${name} has no step ${step}.`,
      `Its steps are ${steps.map((declared) => declared.name).join(', ')}.`,
    );
  const providerId = (await chainProvider(engine.deps, chain, uen))?.id ?? null;
  const rows = await listSchedules(pool, { taskChain: name, ...(providerId !== null && { providerId }) });
  const schedule = rows.find(
    (row) => row.providerId === providerId && row.name === (step ?? name) && (row.chainOrder === 0) === (step === null),
  );
  if (!schedule) throw new UnknownScheduleError(idOrName);
  return schedule;
}
