import type { Principal } from '@rollcall/domain/permission/principal';
import { OVERLAP_POLICIES, type OverlapPolicy, WEEKDAYS } from '@rollcall/domain/schedule/schedule';
import { isStranger } from '../../access/is-stranger.js';
import { requireMay } from '../../acts/require-may.js';
import type { Dependencies } from '../../dependencies.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { inTransaction } from '../../persistence/transaction.js';
import { checkCron } from '../../workflow/cron.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { recordAudit } from '../audit/record-audit.js';
import { findSchedule, type ScheduleRow, takeSchedule } from './schedule-row.js';

/** What an operator may change of a schedule; what is absent stays. */
export interface ScheduleChange {
  /** Five fields; null only for a step, which then runs with its chain alone. */
  cron?: string | null;
  timeZone?: string;
  overlapPolicy?: OverlapPolicy;
  catchUpHours?: number;
  fullWeekdays?: readonly number[];
  paused?: boolean;
  pausedReason?: string | null;
}

/** No schedule has the given id. */
export class UnknownScheduleError extends Error {
  readonly remedy = 'List the schedules with: rollcall schedule list';
  constructor(id: string) {
    super(`There is no schedule ${id}.`);
    this.name = 'UnknownScheduleError';
  }
}

const UPDATE = `
  UPDATE scheduled_tasks SET cron = $2, time_zone = $3, overlap_policy = $4, catch_up_hours = $5, full_weekdays = $6, paused = $7, paused_reason = $8,
    decided_until = CASE WHEN $9 THEN greatest(decided_until, to_timestamp($10 / 1000.0)) ELSE decided_until END, version = version + 1, updated_at = now()
  WHERE id = $1`;

/**
 * Changes when a chain runs by itself. A new cron or zone counts from now: ticks of the old one that were not looked at yet
 * are not made up. Throws `UnknownScheduleError`, for the schedule of a provider that they have nothing to do with too,
 * `RefusedError` with the exact mistake, and `ActRefusal`.
 */
export async function changeSchedule(
  deps: Pick<Dependencies, 'database' | 'now'>,
  { scheduleId, change, by }: { scheduleId: string; change: ScheduleChange; by: Principal },
): Promise<ScheduleRow> {
  return inTransaction(deps.database.pool, async (transaction) => {
    const before = await takeSchedule(transaction, scheduleId);
    if (!before) throw new UnknownScheduleError(scheduleId);
    requireMayChange(by, before);
    const after = { ...before, ...definedOf(change) };
    if (after.pausedReason !== null) after.pausedReason = maskIdentifiersIn(after.pausedReason);
    requireValid(after);
    const moved = after.cron !== before.cron || after.timeZone !== before.timeZone;
    await transaction.query(UPDATE, [
      before.id,
      after.cron,
      after.timeZone,
      after.overlapPolicy,
      after.catchUpHours,
      after.fullWeekdays,
      after.paused,
      after.paused ? (after.pausedReason ?? null) : null,
      moved,
      deps.now(),
    ]);
    await recordAudit(transaction, {
      providerId: before.providerId,
      by,
      action: 'schedule.update',
      entityType: 'schedule',
      entityId: before.id,
      before: { ...before },
      after: { ...after },
    });
    const row = await findSchedule(transaction, before.id);
    if (!row) throw new UnknownScheduleError(before.id);
    return row;
  });
}

function requireMayChange(by: Principal, { id, providerId }: ScheduleRow): void {
  if (isStranger(by, providerId)) throw new UnknownScheduleError(id);
  requireMay(by, 'schedule.update', { providerId }, 'schedule', ['input', 'scheduleId']);
}

const definedOf = (change: ScheduleChange): Partial<ScheduleRow> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

function requireValid(schedule: ScheduleRow): void {
  const mistakes = schedule.cron === null ? [] : checkCron(schedule.cron, schedule.timeZone);
  if (schedule.cron === null && schedule.chainOrder === 0) mistakes.push('a chain needs a cron; pause it instead');
  if (!OVERLAP_POLICIES.includes(schedule.overlapPolicy))
    mistakes.push(`the overlap policy is one of ${OVERLAP_POLICIES.join(', ')}`);
  if (!Number.isInteger(schedule.catchUpHours) || schedule.catchUpHours < 0 || schedule.catchUpHours > 168)
    mistakes.push('the catch-up limit is 0 to 168 hours');
  if (schedule.fullWeekdays.some((day) => !(WEEKDAYS as readonly number[]).includes(day)))
    mistakes.push('weekdays are 0 (Sunday) to 6 (Saturday)');
  if (mistakes.length > 0)
    throw new RefusedError(`The schedule is not changed: ${mistakes.join('; ')}.`, 'Correct it and try again.');
}
