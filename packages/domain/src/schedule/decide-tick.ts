import { durationText } from '../chain/duration-text.js';
import type { OverlapPolicy } from './schedule.js';

/** A tick that is late by less than this is on time: schedules are looked at now and then, not all the time. */
export const ON_TIME_GRACE_MS = 60_000;

/** What is known of a schedule at the moment at which its ticks are decided. */
export interface ScheduleFacts {
  /** Epoch milliseconds. */
  now: number;
  overlap: OverlapPolicy;
  /** A missed tick is made up for if it is late by less than this (bug 60). */
  catchUp: { withinMs: number };
  /** Whether the run of an earlier tick is still at work. */
  running: boolean;
  /** Whether the run of an earlier tick waits its turn. */
  buffered: boolean;
  paused: boolean;
  /** The chain that is at work and does this schedule's task itself (S4.16). */
  chainRunning?: string;
}

export type TickDecision = { kind: 'start' } | { kind: 'catch_up' } | { kind: 'buffer' } | { kind: 'skip'; reason: string };

/**
 * What one tick does (bugs 48 and 60). A tick that starts nothing is a skip with its reason, which becomes a row: nothing is
 * left out silently.
 * @throws RangeError for a tick that is not due yet.
 */
export function decideTick({ dueAt, ...facts }: ScheduleFacts & { dueAt: number }): TickDecision {
  const lateMs = facts.now - dueAt;
  if (lateMs < 0) throw new RangeError(`The tick is due in ${durationText(-lateMs)}; decide it then.`);
  const obstacle = obstacleTo(lateMs, facts);
  if (obstacle !== null) return { kind: 'skip', reason: obstacle };
  if (facts.running) return { kind: 'buffer' };
  return isOnTime(lateMs) ? { kind: 'start' } : { kind: 'catch_up' };
}

export interface DecidedTick {
  dueAt: number;
  decision: TickDecision;
}

/**
 * What several due ticks of one schedule do, oldest first. After an outage one run makes up for all of them: the newest tick
 * decides, the older ones are skipped.
 * @throws RangeError where one of them is not due yet.
 */
export function decideMissedTicks(dueTimes: readonly number[], facts: ScheduleFacts): DecidedTick[] {
  const ascending = [...new Set(dueTimes)].sort((one, other) => one - other);
  return ascending.map((dueAt, index) => {
    const decision = decideTick({ ...facts, dueAt });
    const isNewest = index === ascending.length - 1;
    if (isNewest || decision.kind === 'skip') return { dueAt, decision };
    return { dueAt, decision: { kind: 'skip', reason: 'Missed: a newer tick of this schedule stands for it.' } };
  });
}

const isOnTime = (lateMs: number): boolean => lateMs < ON_TIME_GRACE_MS;

function obstacleTo(lateMs: number, facts: ScheduleFacts): string | null {
  if (facts.paused) return 'Paused.';
  if (!isOnTime(lateMs) && lateMs >= facts.catchUp.withinMs) {
    return `Missed by ${durationText(lateMs)}; it would have been made up for within ${durationText(facts.catchUp.withinMs)}.`;
  }
  if (facts.chainRunning !== undefined) return `Chain running: ${facts.chainRunning} does this task itself.`;
  if (facts.buffered) return 'A run of an earlier tick waits its turn already.';
  if (facts.running && facts.overlap === 'skip') return 'The run of an earlier tick is still at work.';
  return null;
}
