import type { StepStatus } from './chain.js';

/** Statuses that a step run never leaves: a later chain run does the step again, this one does not. */
export const SETTLED_STEP_STATUSES = [
  'completed',
  'failed',
  'skipped',
  'reused',
  'cancelled',
] as const satisfies readonly StepStatus[];

/** Statuses in which a step's result is there for those that need it. */
const DONE = ['completed', 'reused'] as const satisfies readonly StepStatus[];

/** True where nothing more will happen to the step in this chain run. */
export function isSettled(status: StepStatus): boolean {
  return SETTLED_STEP_STATUSES.some((settled) => settled === status);
}

/** True where the step's result may be used. */
export function isDone(status: StepStatus): boolean {
  return DONE.some((done) => done === status);
}
