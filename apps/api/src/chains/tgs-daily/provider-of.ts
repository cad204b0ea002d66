import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import type { StepContext } from '../../workflow/step-handler.js';

/** The provider of a chain run of scope `provider`, which always has one. */
export function providerOf({ provider, run }: Pick<StepContext, 'provider' | 'run'>): ProviderSettings {
  if (!provider) throw new Error(`Chain run ${run.id} of ${run.chainName} has no training provider.`);
  return provider;
}
