import type { StepStatus } from './chain.js';
import { isSettled } from './step-status.js';

/** Of how many of the last successes the median is taken: enough to outweigh one odd night, few enough to follow a change. */
export const HISTORY_LENGTH = 10;

export interface StepAhead {
  status: StepStatus;
  /** Epoch milliseconds; null before it begins. */
  startedAt: number | null;
  callsMade: number;
  /** How many calls to its upstream it will make in all, where that is known. */
  callsPredicted: number | null;
  /** How long it takes as a rule: `typicalDuration` of its history. */
  typicalMs: number | null;
}

export interface FinishFacts {
  /** Epoch milliseconds. */
  now: number;
  steps: readonly StepAhead[];
  /** Least time between two calls to an upstream (S0.34). */
  paceMs: number;
}

/**
 * When a chain run will be over, in epoch milliseconds; null where nobody can say: nothing lies ahead, a person must decide
 * first, or a step has neither history nor a known number of calls. Steps count one after the other, so with tiers that run
 * side by side it is over no later than this (X21).
 */
export function predictFinish({ now, steps, paceMs }: FinishFacts): number | null {
  const ahead = steps.filter((step) => !isSettled(step.status));
  if (ahead.length === 0 || ahead.some((step) => step.status === 'awaiting_approval')) return null;
  let finish = now;
  for (const step of ahead) {
    const remaining = remainingMs(step, now, paceMs);
    if (remaining === null) return null;
    finish += remaining;
  }
  return finish;
}

/** Calls ahead tell more about this run than its history does: a run with twice the courses takes twice as long. */
function remainingMs(step: StepAhead, now: number, paceMs: number): number | null {
  const elapsed = step.startedAt === null ? 0 : Math.max(0, now - step.startedAt);
  if (step.callsPredicted !== null) {
    const perCall = step.callsMade > 0 ? Math.max(paceMs, elapsed / step.callsMade) : paceMs;
    return Math.max(0, step.callsPredicted - step.callsMade) * perCall;
  }
  return step.typicalMs === null ? null : Math.max(0, step.typicalMs - elapsed);
}

/** The median of a step's last durations, newest first, in milliseconds; null without any. */
export function typicalDuration(durations: readonly number[]): number | null {
  const sorted = durations.slice(0, HISTORY_LENGTH).toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
