import type { StepDeclaration } from './chain.js';
import { durationText } from './duration-text.js';

/** However often a step has failed, it does not pause longer than this unless the upstream asks for it. */
export const LONGEST_PAUSE_MS = 60 * 60 * 1000;

export interface FailureFacts {
  step: Pick<StepDeclaration, 'retry'>;
  /** How often the step was begun, this time included; times in which its worker died or gave it back do not count. */
  attempts: number;
  /** Whether the error may go away by itself. */
  retryable: boolean;
  /** Epoch milliseconds. */
  now: number;
  /** How long the upstream asked to be left alone. */
  retryAfterMs?: number;
}

export type FailureDecision = { kind: 'retry'; notBefore: number; reason: string } | { kind: 'fail'; reason: string };

/**
 * Whether a failed step is tried again in its chain run, and from when on. `retry.attempts` counts the tries after the first
 * one; the pause doubles each time, and the upstream's wish to wait longer is respected.
 */
export function decideFailure({ step, attempts, retryable, now, retryAfterMs = 0 }: FailureFacts): FailureDecision {
  const tries = step.retry.attempts + 1;
  if (!retryable) return { kind: 'fail', reason: 'The error does not go away by itself, so the step is not tried again.' };
  if (attempts >= tries) return { kind: 'fail', reason: `Try ${attempts} of ${tries} failed; none is left.` };
  const pauseMs = Math.min(LONGEST_PAUSE_MS, step.retry.backoffMs * 2 ** Math.max(0, attempts - 1));
  const waitMs = Math.max(pauseMs, retryAfterMs);
  const wish = retryAfterMs > pauseMs ? ', as the upstream asks' : '';
  return {
    kind: 'retry',
    notBefore: now + waitMs,
    reason: `Try ${attempts} of ${tries} failed; the next one in ${durationText(waitMs)}${wish}.`,
  };
}

export type InterruptionDecision = { kind: 'take_over' } | { kind: 'crash_loop'; reason: string };

/** True for a step in which more workers died than it may cost. */
export function isCrashLooped(step: Pick<StepDeclaration, 'maxInterruptions'>, interruptions: number): boolean {
  return interruptions > step.maxInterruptions;
}

/**
 * Whether another worker goes on with a step whose worker died. To the job store a step that kills its process has not failed,
 * and would be handed out for ever. `interruptions` includes this one.
 */
export function decideInterruption(facts: {
  step: Pick<StepDeclaration, 'maxInterruptions'>;
  interruptions: number;
}): InterruptionDecision {
  if (!isCrashLooped(facts.step, facts.interruptions)) return { kind: 'take_over' };
  return {
    kind: 'crash_loop',
    reason: `${facts.interruptions} workers died in this step; it is not given to another one. Find out why before resuming the run.`,
  };
}
