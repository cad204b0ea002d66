import type { IsoDate } from '../calendar/iso-date.js';

/** What one batch is about. A batch may only be continued by a request for the same thing. */
export interface BatchScope {
  today: IsoDate;
  thresholdDays: number;
  /** Set when the batch is for one run only. */
  onlySsgRunId: string | null;
}

/** The provider's batch whose row still says `running`. */
export interface RunningBatch extends BatchScope {
  /** Epoch milliseconds. */
  startedAt: number;
  /** True while a live process holds the batch's lease. */
  held: boolean;
}

export interface BatchStartFacts extends BatchScope {
  running: RunningBatch | null;
  /** Epoch milliseconds. */
  now: number;
  /** Beyond this age a batch is not continued: what it listed is too old to act on. */
  maxResumeAgeMs: number;
}

export type BatchStartDecision =
  | { kind: 'start'; reason: string }
  | { kind: 'continue'; reason: string }
  | { kind: 'refuse'; reason: string }
  | { kind: 'interrupt-and-start'; reason: string };

/**
 * What a trigger does when a batch may already be running (bugs 23 and 24). A held batch is never disturbed.
 * One that its process left behind is continued when it asks for the same window, and else closed and replaced.
 */
export function decideBatchStart(facts: BatchStartFacts): BatchStartDecision {
  const { running } = facts;
  if (running === null) return { kind: 'start', reason: 'No batch is running.' };
  if (running.held) {
    return { kind: 'refuse', reason: 'A batch of this provider is running; wait until it ends, or follow its progress.' };
  }
  const obstacle = obstacleToContinuing(running, facts);
  if (obstacle !== null) return { kind: 'interrupt-and-start', reason: `The batch left behind cannot be continued: ${obstacle}` };
  return {
    kind: 'continue',
    reason: 'A batch for the same window was left behind; runs it has finished are not asked for again.',
  };
}

function scopeOf(onlySsgRunId: string | null): string {
  return onlySsgRunId === null ? 'all runs of the window' : `run ${onlySsgRunId} alone`;
}

function obstacleToContinuing(running: RunningBatch, facts: BatchStartFacts): string | null {
  if (running.onlySsgRunId !== facts.onlySsgRunId) {
    return `it was for ${scopeOf(running.onlySsgRunId)}, and ${scopeOf(facts.onlySsgRunId)} is asked for.`;
  }
  if (running.today !== facts.today) return `its day was ${running.today}, and today is ${facts.today}.`;
  if (running.thresholdDays !== facts.thresholdDays) {
    return `its window was ${running.thresholdDays} days, and is ${facts.thresholdDays} days now.`;
  }
  if (facts.now - running.startedAt > facts.maxResumeAgeMs) return 'it began too long ago to trust what it listed.';
  return null;
}

/** Statuses of a line of `upcoming_course_runs_log` (S0.35, bugs 6 and 16). */
export const SYNC_LOG_STATUSES = ['pending', 'success', 'no_enrolments', 'no_runs', 'not_listed', 'error'] as const;
export type SyncLogStatus = (typeof SYNC_LOG_STATUSES)[number];

export interface BatchOutcomeFacts {
  /** Log lines by status; a status that is missing counts zero. */
  counts: Partial<Record<SyncLogStatus, number>>;
  /** Runs whose trainer pass failed though their sync succeeded. */
  trainerErrors: number;
}

export interface BatchStatusDecision {
  status: 'completed' | 'partial' | 'failed';
  reason: string;
}

/** How a batch that has ended is called. `failed`: nothing succeeded and something erred (bug 24). */
export function decideBatchStatus({ counts, trainerErrors }: BatchOutcomeFacts): BatchStatusDecision {
  const count = (status: SyncLogStatus) => counts[status] ?? 0;
  const succeeded = count('success') + count('no_enrolments') + count('no_runs');
  const errors = count('error');
  const pending = count('pending');
  const troubles = [
    ...(errors > 0 ? [`${errors} with an error`] : []),
    ...(pending > 0 ? [`${pending} not processed`] : []),
    ...(trainerErrors > 0 ? [`${trainerErrors} without a trainer because of an error`] : []),
  ];
  if (troubles.length === 0)
    return { status: 'completed', reason: `All ${succeeded + count('not_listed')} lines were processed.` };
  const summary = `${succeeded} succeeded; ${troubles.join(', ')}.`;
  return { status: succeeded === 0 && errors > 0 ? 'failed' : 'partial', reason: summary };
}
