import { OVERLAP_POLICIES, type OverlapPolicy, WEEKDAYS } from '@rollcall/domain/schedule/schedule';
import type { Dependencies } from '../../dependencies.js';
import { inTransaction } from '../../persistence/transaction.js';
import { checkCron } from '../../workflow/cron.js';
import { RefusedError } from '../../workflow/refused-error.js';
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

const AUDIT = `
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, before, after, reason)
  VALUES ($1, $2, $3, 'schedule.update', 'schedule', $4, $5::jsonb, $6::jsonb, $7)`;

/**
 * Changes when a chain runs by itself. A new cron or zone counts from now: ticks of the old one that were not looked at yet
 * are not made up. Throws `UnknownScheduleError`, `RefusedError` with the exact mistake.
 */
export async function changeSchedule(
  deps: Pick<Dependencies, 'database' | 'now'>,
  request: { scheduleId: string; change: ScheduleChange; by: { type: 'user' | 'api_key' | 'token' | 'system'; name: string } },
): Promise<ScheduleRow> {
  return inTransaction(deps.database.pool, async (transaction) => {
    const before = await takeSchedule(transaction, request.scheduleId);
    if (!before) throw new UnknownScheduleError(request.scheduleId);
    const after = { ...before, ...definedOf(request.change) };
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
    const { type, name } = request.by;
    await transaction.query(AUDIT, [
      before.providerId,
      type,
      type,
      before.id,
      JSON.stringify(before),
      JSON.stringify(after),
      `by ${name}`,
    ]);
    const row = await findSchedule(transaction, before.id);
    if (!row) throw new UnknownScheduleError(before.id);
    return row;
  });
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
