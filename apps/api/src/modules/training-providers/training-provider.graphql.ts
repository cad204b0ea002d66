import { MODE_PROFILES } from '@rollcall/domain/course-run/mode-of-learning';
import { onlyWith } from '../../access/guard-field.js';
import { visibleRow } from '../../access/visible-node.js';
import { visibleProviders } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { countRows } from '../../graphql/total-count.js';

export const ModeProfile = storedEnum('ModeProfile', MODE_PROFILES, {
  description: 'Which table turns SSG’s code for the mode of training into a mode of learning.',
  words: {
    tms: 'The table of the training management system this one follows.',
    'ssg-official': 'SSG’s own table.',
  },
});

const SETTINGS = onlyWith<{ id: string }>('training_provider.read_settings', ({ id }) => id);

export const TrainingProvider = builder.prismaNode('TrainingProvider', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleProviders, (prisma, where) => prisma.trainingProvider.findMany({ where, select: { id: true } })),
  description: 'A registered training organisation: the tenant that everything else belongs to.',
  select: { id: true },
  fields: (t) => ({
    uen: t.exposeString('uen', { description: 'Unique Entity Number.' }),
    code: t.exposeString('code', { description: 'SSG’s training partner code: the UEN with a suffix such as `-01`.' }),
    name: t.exposeString('name', { description: 'Name of the organisation.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA time zone in which “today” is decided.' }),
    upcomingClassesThresholdDays: t.exposeInt('upcomingClassesThresholdDays', {
      ...SETTINGS,
      nullable: true,
      description:
        'How many days ahead the nightly sync looks. Null with FORBIDDEN for those without `training_provider.read_settings`.',
    }),
    modeProfile: t.field({
      ...SETTINGS,
      type: ModeProfile.ref,
      nullable: true,
      description:
        'Which table names the modes of learning. Null with FORBIDDEN for those without `training_provider.read_settings`.',
      select: { modeProfile: true },
      resolve: (provider) => ModeProfile.read(provider.modeProfile),
    }),
    refreshTpgTrainers: t.exposeBoolean('refreshTpgTrainers', {
      ...SETTINGS,
      nullable: true,
      description:
        'Whether the sync follows SSG’s trainer in the TPG columns even where another trainer was assigned. Null with FORBIDDEN for those without `training_provider.read_settings`.',
    }),
  }),
});

builder.queryFields((t) => ({
  trainingProviders: t.prismaConnection(
    {
      authScopes: { may: 'training_provider.read' },
      type: TrainingProvider,
      cursor: 'id',
      description: 'The training providers of this installation, by UEN.',
      totalCount: (_root, _args, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.trainingProvider.count({ where: visibleProviders(principalOf(context)), ...bound }),
        ),
      resolve: (query, _root, _args, context) =>
        context.database.prisma.trainingProvider.findMany({
          ...query,
          where: visibleProviders(principalOf(context)),
          orderBy: [{ uen: 'asc' }],
        }),
    },
    ...connectionType('TrainingProvider', TrainingProvider, 'training providers'),
  ),
  trainingProvider: t.prismaField({
    authScopes: { may: 'training_provider.read' },
    type: TrainingProvider,
    nullable: true,
    description: 'The training provider with this UEN; null when there is none.',
    args: { uen: t.arg.string({ required: true, description: 'Unique Entity Number.' }) },
    resolve: (query, _root, { uen }, context) =>
      context.database.prisma.trainingProvider.findUnique({
        ...query,
        where: { uen: uen.trim().toUpperCase(), AND: visibleProviders(principalOf(context)) },
      }),
  }),
}));
