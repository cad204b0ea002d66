import { z } from 'zod';
import { defineJob } from '../../src/jobs/job.js';

/** Without vitest, so that a child process can have them too. */
export const countTo = defineJob({ name: 'count-to', payload: z.object({ number: z.int() }) });
export const lookAround = defineJob({ name: 'look-around', payload: z.object({}) });
