import { StepFailedError, type StepHandler, type StepResult } from '../../src/workflow/step-handler.js';
import { testChain } from '../support/chain-world.js';

/** Waits for a person, and is done once approved. */
export const held: StepHandler = async ({ step }): Promise<StepResult> => {
  if (step.approved !== null) return { kind: 'completed', counts: { cancelled: 14 }, message: 'Done.' };
  const reason = 'S0.16';
  return {
    kind: 'awaiting_approval',
    sentence: '14 of 100 enrolments would be cancelled.',
    counts: { cancels: 14, removals: 0, touched: 100 },
    samples: [{ entity: 'enrolment', key: '1077800 ENR-2611-000001', before: 'Confirmed', after: 'Cancelled', reason }],
  };
};

/** Fails for good, with a remedy. */
export const broken: StepHandler = async () =>
  Promise.reject(new StepFailedError('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false }));

/** Three steps, the last one optional. */
export const nightly = (handlers: { find?: StepHandler; sync?: StepHandler; digest?: StepHandler } = {}) =>
  testChain('nightly', [
    { name: 'find', ...(handlers.find && { handle: handlers.find }) },
    { name: 'sync', needs: ['find'], ...(handlers.sync && { handle: handlers.sync }) },
    {
      name: 'digest',
      needs: [{ step: 'sync', kind: 'soft' }],
      required: false,
      ...(handlers.digest && { handle: handlers.digest }),
    },
  ]);
/** For the whole installation. */
export const tidy = testChain('tidy', [{ name: 'purge' }], { scope: 'system', modes: ['full'] });
