import { onlyWith } from '../../access/guard-field.js';
import { builder } from '../../graphql/builder.js';
import { ModeProfile } from './training-provider.graphql.js';

/** Everything that a provider may set, as a part of its own: whoever may not read it sees the provider all the same. */
const TrainingProviderSettings = builder.prismaObject('TrainingProvider', {
  variant: 'TrainingProviderSettings',
  description: 'What a provider has set.',
  select: { id: true },
  fields: (t) => ({
    upcomingClassesThresholdDays: t.exposeInt('upcomingClassesThresholdDays', {
      description: 'How many days ahead the nightly sync looks (S0.11).',
    }),
    modeProfile: t.field({
      type: ModeProfile.ref,
      description: 'Which table names the modes of learning (S0.24, X23).',
      select: { modeProfile: true },
      resolve: (provider) => ModeProfile.read(provider.modeProfile),
    }),
    refreshTpgTrainers: t.exposeBoolean('refreshTpgTrainers', {
      description: 'Whether the sync follows SSG’s trainer in the TPG columns even where another was assigned (bug 12).',
    }),
    sealIdentifiers: t.exposeBoolean('sealIdentifiers', {
      description:
        'Whether identifiers are kept sealed, so that they can be sent to SSG; otherwise hashed and masked only (X25).',
    }),
    alertEmails: t.exposeStringList('alertEmails', {
      description: 'Where alerts and the digest go; the installation’s addresses where empty.',
    }),
    maxCancels: t.exposeInt('maxCancels', {
      description: 'More cancellations than this in one night wait for a person (bug 49).',
    }),
    maxCancelsPercent: t.exposeInt('maxCancelsPercent', {
      description: 'A larger share of the live enrolments than this, in percent, waits for a person (bug 49).',
    }),
    version: t.exposeInt('version', { description: 'Rises with every change of the row.' }),
  }),
});

builder.prismaObjectField('TrainingProvider', 'settings', (t) =>
  t.variant(TrainingProviderSettings, {
    ...onlyWith<{ id: string }>('training_provider.read_settings', ({ id }) => id),
    // Never null by itself: nullable for the error, beside which the rest is answered.
    isNull: () => false,
    nullable: true,
    description: 'What the provider has set; an error for those who may not see it.',
  }),
);
