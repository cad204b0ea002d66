import { visibleProviders } from '../../access/visible-rows.js';
import { ActRefusal } from '../../acts/act-refusal.js';
import { readReason } from '../../acts/reason.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, principalOf } from '../../graphql/context.js';
import { DESCRIPTIONS } from '../course-runs/act-arguments.graphql.js';
import { changeProviderSettings } from './change-provider.js';
import { givenOf, providerRowId, refusingFaults } from './settings-input.graphql.js';
import { ModeProfile, TrainingProvider } from './training-provider.graphql.js';

interface ChangedProvider {
  providerId: string;
  changed: boolean;
}

const TrainingProviderSettingsUpdateSuccess = builder
  .objectRef<ChangedProvider>('TrainingProviderSettingsUpdateSuccess')
  .implement({
    description: 'The settings are so.',
    fields: (t) => ({
      trainingProvider: t.prismaField({
        type: TrainingProvider,
        nullable: true,
        description: 'The provider as it is now; null where you may not see it.',
        resolve: (query, { providerId }, _args, context) =>
          context.database.prisma.trainingProvider.findFirst({
            ...query,
            where: { AND: [{ id: providerId }, visibleProviders(principalOf(context))] },
          }),
      }),
      changed: t.exposeBoolean('changed', { description: 'False where they were so already, and nothing was written.' }),
    }),
  });

const TrainingProviderSettingsUpdateInput = builder.inputType('TrainingProviderSettingsUpdateInput', {
  description: 'What to change of a provider’s settings; what is left out stays.',
  fields: (t) => ({
    trainingProviderId: t.id({ required: true, description: 'Global id of the provider.' }),
    name: t.string({ description: 'Name of the organisation.' }),
    code: t.string({ description: 'SSG’s training partner code.' }),
    timeZone: t.string({ description: 'IANA time zone in which “today” is decided.' }),
    upcomingClassesThresholdDays: t.int({ description: 'How many days ahead the nightly sync looks, 0 to 366 (S0.11).' }),
    modeProfile: t.field({ type: ModeProfile.ref, description: 'Which table names the modes of learning (S0.24, X23).' }),
    sealIdentifiers: t.boolean({
      description: 'Whether identifiers are kept sealed, so that they can be sent to SSG (X25). What is sealed stays so.',
    }),
    refreshTpgTrainers: t.boolean({
      description: 'Whether the sync follows SSG’s trainer in the TPG columns even where another was assigned (bug 12).',
    }),
    alertEmails: t.stringList({
      description: 'Where alerts and the digest go, at most 20 addresses; the installation’s where empty.',
    }),
    maxCancels: t.int({ description: 'More cancellations than this in one night wait for a person (bug 49).' }),
    maxCancelsPercent: t.int({ description: 'A larger share than this, in percent, waits for a person (bug 49).' }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: 'The version of the provider that was read; refused where it is another by now.' }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

function nothingToChange(): ActRefusal {
  return new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'No setting is named.',
    remedy: 'Give at least one setting besides the provider.',
    path: ['input'],
  });
}

builder.mutationField('trainingProviderSettingsUpdate', (t) =>
  t.field({
    authScopes: { may: 'training_provider.update' },
    type: actResult<ChangedProvider>(
      'TrainingProviderSettingsUpdateResult',
      { name: 'TrainingProviderSettingsUpdateSuccess', ref: TrainingProviderSettingsUpdateSuccess },
      ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'STALE_VERSION'],
    ),
    description:
      'Changes settings of a provider; a sync at work keeps those it began with. `trainingProviderSettingsPreview` tells beforehand what they would do.',
    args: {
      input: t.arg({
        type: TrainingProviderSettingsUpdateInput,
        required: true,
        description: 'Which provider, and what to change.',
      }),
    },
    resolve: (_root, { input }, context) =>
      answerAct(() =>
        refusingFaults(async () => {
          const { trainingProviderId, expectedVersion, idempotencyKey, upcomingClassesThresholdDays, ...others } = input;
          const { reason, ...settings } = others;
          const changes = givenOf({ ...settings, thresholdDays: upcomingClassesThresholdDays });
          if (Object.keys(changes).length === 0) throw nothingToChange();
          return changeProviderSettings(actDependencies(context), {
            by: principalOf(context),
            providerId: providerRowId(trainingProviderId),
            changes,
            reason: readReason(reason),
            expectedVersion,
            idempotencyKey,
          });
        }),
      ),
  }),
);
