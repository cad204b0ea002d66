import { z } from 'zod';
import { defineJob } from '../jobs/job.js';

/** One step that some worker may do. Which one gets it, and whether it is still to be done, stands in its row. */
export const chainStepJob = defineJob({
  name: 'chain-step',
  payload: z.object({ chainRunId: z.string().regex(/^\d+$/), step: z.string().min(1).max(50) }),
});

const Nothing = z.record(z.string(), z.never());

/** Looks which schedules are due. */
export const tickJob = defineJob({ name: 'tick', payload: Nothing });

/** Looks for steps that nobody looks after. */
export const sweepJob = defineJob({ name: 'sweep', payload: Nothing });

/** Sends the messages that wait. */
export const deliverAlertsJob = defineJob({ name: 'deliver-alerts', payload: Nothing });

/** Makes what happened into messages to webhooks, and sends those that wait. */
export const deliverWebhooksJob = defineJob({ name: 'deliver-webhooks', payload: Nothing });

/** Writes the files that wait. */
export const writeExportsJob = defineJob({ name: 'write-exports', payload: Nothing });
