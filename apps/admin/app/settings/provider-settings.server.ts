import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { graphql, type VariablesOf } from '~/api/graphql';
import type { ActRequest, PageRequest } from '~/api/page.server';
import { recentChanges } from '~/api/recent-changes.server';
import { redirectWithToast } from '~/shell/toast.server';

const ProviderSettings = graphql(`
  query ProviderSettings($uen: String!) {
    trainingProvider(uen: $uen) {
      id
      uen
      code
      name
      timeZone
      settings {
        version
        upcomingClassesThresholdDays
        maxCancels
        maxCancelsPercent
        modeProfile
        refreshTpgTrainers
        sealIdentifiers
        alertEmails
      }
    }
  }
`);

const SettingsUpdate = graphql(
  `
    mutation SettingsUpdate($input: TrainingProviderSettingsUpdateInput!) {
      trainingProviderSettingsUpdate(input: $input) {
        __typename
        ... on TrainingProviderSettingsUpdateSuccess {
          changed
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

/** The provider with what it has set, and a key for one change of it. */
export async function readProviderSettings({ ask, uen }: PageRequest) {
  const { trainingProvider } = await ask(ProviderSettings, { uen });
  if (!trainingProvider?.settings) throw notFound('provider with settings');
  const { settings, ...provider } = trainingProvider;
  return { provider, settings, actKey: newActKey() };
}

type Changes = Omit<
  VariablesOf<typeof SettingsUpdate>['input'],
  'trainingProviderId' | 'expectedVersion' | 'idempotencyKey' | 'reason'
>;

/** Saves what a page of the settings has, and leads back to it. */
export async function saveSettings(request: ActRequest, back: string, changes: Changes) {
  const { ask, uen, form, text, optional, context } = request;
  const { trainingProvider } = await ask(ProviderSettings, { uen });
  if (!trainingProvider) throw notFound('provider');
  const trainingProviderId = trainingProvider.id;
  const { trainingProviderSettingsUpdate } = await ask(SettingsUpdate, {
    input: {
      ...changes,
      trainingProviderId,
      expectedVersion: Number(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
      reason: optional('reason'),
    },
  });
  const outcome = outcomeOf(trainingProviderSettingsUpdate);
  if ('fault' in outcome) {
    const isStale = outcome.fault.code === 'STALE_VERSION';
    return refused(outcome.fault, form, isStale ? await recentChanges(ask, trainingProviderId) : []);
  }
  return redirectWithToast(context, back, {
    message: outcome.done.changed ? 'Saved.' : 'It was set so already; nothing was changed.',
  });
}
