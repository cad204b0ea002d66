import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { rowIdOf } from '../../contract/global-id.js';
import { ProviderFieldsError } from './provider-fields.js';

/** Fields of the API that are called otherwise in the settings. */
const ARGUMENTS: Record<string, string> = { thresholdDays: 'upcomingClassesThresholdDays' };

/** The row id of a provider. Throws `ActRefusal` for what can be none's. */
export function providerRowId(globalId: string | number): string {
  const id = rowIdOf('TrainingProvider', String(globalId));
  if (id === null) throw notFound('training provider', ['input', 'trainingProviderId']);
  return id;
}

/** Settings without those that were left out; null counts as left out, for no setting can be nothing. */
export const givenOf = <Settings extends object>(
  settings: Settings,
): { [Name in keyof Settings]?: NonNullable<Settings[Name]> } =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value != null)) as {
    [Name in keyof Settings]?: NonNullable<Settings[Name]>;
  };

/** Runs `work`; values that a provider cannot have are refused with all faults in one message, by the names of the API. */
export async function refusingFaults<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderFieldsError)) throw error;
    const faults = error.faults.map(({ field, message }) => {
      const [name = '', ...rest] = field.split('.');
      return { path: [ARGUMENTS[name] ?? name, ...rest], message };
    });
    const [only] = faults;
    throw new ActRefusal({
      code: 'INVALID_INPUT',
      message: `${faults.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}.`,
      remedy: 'Correct the values and try again; nothing was written.',
      path: ['input', ...(faults.length === 1 && only ? only.path : [])],
    });
  }
}
