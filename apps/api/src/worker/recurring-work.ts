import type { JobDeclaration } from '../jobs/job.js';

/** Something that workers do again and again, one of them at a time, beside steps, schedules and the sweep. */
export interface RecurringWork {
  job: JobDeclaration<Record<string, never>>;
  everyMs: number;
  /** `signal` fires when the worker stops: come to a safe point and return. What it throws is logged, and the next time comes. */
  run(signal: AbortSignal): Promise<void>;
}
