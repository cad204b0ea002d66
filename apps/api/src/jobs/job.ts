import type { z } from 'zod';
import type { Logger } from '../logger.js';

/** What a job is called, what it carries and how often it is tried again. The handler stands in a file of its own. */
export interface JobDeclaration<Payload> {
  name: string;
  /** Judges the payload as JSON, when it is sent and again when it arrives: it may narrow and default, not convert. */
  payload: z.ZodType<Payload>;
  /** How long after its worker's death a job is given to another one. Default: the queue's. */
  lockMs?: number;
  /** `attempts` counts the first one too; the wait doubles each time. Default: one attempt. A recurring job waits for its next time. */
  retry?: { attempts: number; backoffMs: number };
}

/** What runs a job. Every delivery may come twice, at the same time even, so a handler decides by rows of our own. */
export interface JobHandler<Payload> {
  job: JobDeclaration<Payload>;
  /** `signal` fires when a drain has waited long enough: come to a safe point and return. */
  handle(payload: Payload, context: { signal: AbortSignal; log: Logger }): Promise<void>;
  /** How many at once in this process. Default: 1. */
  concurrency?: number;
}

/** Declares a job, with its payload's type taken from the schema. */
export function defineJob<Payload>(declaration: JobDeclaration<Payload>): JobDeclaration<Payload> {
  return declaration;
}

/** Milliseconds to wait before the next attempt after `failures` of them, or null where it was the last. */
export function waitBeforeRetry(job: Pick<JobDeclaration<unknown>, 'retry'>, failures: number): number | null {
  const { attempts, backoffMs } = job.retry ?? { attempts: 1, backoffMs: 0 };
  return failures < attempts ? backoffMs * 2 ** (failures - 1) : null;
}
