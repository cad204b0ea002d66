import { SsgConfigurationError } from '@rollcall/ssg/errors/configuration-error';
import { SsgError, type SsgErrorKind } from '@rollcall/ssg/errors/ssg-error';
import { BatchLostError } from '../../modules/sync/batch-row.js';
import { BatchNotOursError } from '../../modules/sync/chain-batch.js';
import { lineErrorOf } from '../../modules/sync/line-error.js';
import { lineTroubleOf } from '../../modules/sync/line-trouble.js';
import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import { LeaseLostError, type StepContext, StepFailedError } from '../../workflow/step-handler.js';

/** These stay until somebody changes a setting here or at SSG: to try again would look like guessing secrets. */
const LASTING: readonly SsgErrorKind[] = ['auth', 'access', 'api-version', 'decryption', 'invalid-request'];

/** What an error on a batch means for the step that worked on it. An error that is not of the batch or of SSG stays as it is. */
export function stepFailureOf(error: unknown, context: StepContext, provider: ProviderSettings): unknown {
  // Whoever has the batch now has the step too.
  if (error instanceof BatchLostError) return new LeaseLostError(context.step.name);
  if (error instanceof BatchNotOursError)
    return new StepFailedError(error.message, { remedy: error.remedy, retryable: false, cause: error });
  if (!(error instanceof SsgError) && !(error instanceof SsgConfigurationError)) return error;
  const { message, remedy } = lineErrorOf(error, { deps: context.deps, provider });
  const retryable = error instanceof SsgError && !LASTING.includes(error.kind);
  const trouble = { ...lineTroubleOf(error), message, remedy, runsTouched: [] };
  return new StepFailedError(message, { remedy, retryable, trouble, cause: error });
}
