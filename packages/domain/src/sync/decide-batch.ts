import type { IsoDate } from '../calendar/iso-date.js';

/** What one batch is about. A batch may only be continued by a request for the same thing. */
export interface BatchScope {
  today: IsoDate;
  thresholdDays: number;
  /** Set when the batch is for one run only. */
  onlySsgRunId: string | null;
}

/** The provider's newest batch of the asked scope where it was begun, not finished, and no live process works on it. */
export interface UnfinishedBatch extends BatchScope {
  /** Epoch milliseconds. */
  startedAt: number;
}

export interface BatchStartFacts extends BatchScope {
  unfinished: UnfinishedBatch | null;
  /** Epoch milliseconds. */
  now: number;
  /** Beyond this age a batch is not continued: what it listed is too old to act on. */
  maxResumeAgeMs: number;
}

export type BatchStartDecision = { kind: 'start'; reason: string } | { kind: 'continue'; reason: string };

/**
 * Whether a trigger begins a new batch or goes on with the one that its process left behind (bug 24). Whoever asks holds
 * the provider's lock: a batch at work is never disturbed (bug 23).
 */
export function decideBatchStart(facts: BatchStartFacts): BatchStartDecision {
  const { unfinished } = facts;
  if (unfinished === null) return { kind: 'start', reason: 'No batch was left behind.' };
  const obstacle = obstacleToContinuing(unfinished, facts);
  if (obstacle !== null) return { kind: 'start', reason: `The batch left behind cannot be continued: ${obstacle}` };
  return {
    kind: 'continue',
    reason: 'A batch for the same window was left behind; runs it has finished are not asked for again.',
  };
}

function obstacleToContinuing(unfinished: UnfinishedBatch, facts: BatchStartFacts): string | null {
  if (unfinished.onlySsgRunId !== facts.onlySsgRunId) {
    return `it was for ${scopeText(unfinished)}, and ${scopeText(facts)} is asked for.`;
  }
  if (unfinished.today !== facts.today) return `its day was ${unfinished.today}, and today is ${facts.today}.`;
  if (unfinished.thresholdDays !== facts.thresholdDays) {
    return `its window was ${unfinished.thresholdDays} days, and is ${facts.thresholdDays} days now.`;
  }
  if (facts.now - unfinished.startedAt > facts.maxResumeAgeMs) return 'it began too long ago to trust what it listed.';
  return null;
}

const scopeText = ({ onlySsgRunId }: BatchScope): string =>
  onlySsgRunId === null ? 'all runs of the window' : `run ${onlySsgRunId} alone`;

/**
 * Statuses of a line of `upcoming_course_runs_log` (S0.35, bugs 6 and 16). `held`: read and planned, but its cancellations
 * wait for the blast-radius gate (bug 49). `unchanged`: an incremental sync saw that nothing about it changed (bug 61).
 */
export const SYNC_LOG_STATUSES = [
  'pending',
  'held',
  'success',
  'unchanged',
  'no_enrolments',
  'no_runs',
  'not_listed',
  'error',
] as const;
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
  const succeeded = count('success') + count('unchanged') + count('no_enrolments') + count('no_runs');
  const errors = count('error');
  const pending = count('pending');
  const held = count('held');
  const troubles = [
    ...(errors > 0 ? [`${errors} with an error`] : []),
    ...(pending > 0 ? [`${pending} not processed`] : []),
    ...(held > 0 ? [`${held} held back for a person to decide`] : []),
    ...(trainerErrors > 0 ? [`${trainerErrors} without a trainer because of an error`] : []),
  ];
  if (troubles.length === 0) return { status: 'completed', reason: processed(succeeded + count('not_listed')) };
  const summary = `${succeeded} succeeded; ${troubles.join(', ')}.`;
  return { status: succeeded === 0 && errors > 0 ? 'failed' : 'partial', reason: summary };
}

const processed = (lines: number): string => (lines === 1 ? 'The line was processed.' : `All ${lines} lines were processed.`);
