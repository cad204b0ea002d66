import type { Need, StepDeclaration } from '@rollcall/domain/chain/chain';
import { seesInstallation } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { engineOf, type GraphqlContext, principalOf } from '../../graphql/context.js';
import type { Chain as DeclaredChain } from '../../workflow/chain.js';
import { tierOf } from '../../workflow/chain-registry.js';
import { ORDER, Schedule, scheduleConnection, visibleSchedules } from '../schedules/schedule.graphql.js';
import { ChainMode, ChainScope, NeedKind } from './chain-enums.graphql.js';

const ChainNeed = builder.objectRef<Need>('ChainNeed').implement({
  description: 'A step that another one needs.',
  fields: (t) => ({
    step: t.exposeString('step', { description: 'Name of the step that comes before.' }),
    kind: t.field({
      type: NeedKind.ref,
      description: 'What becomes of the step if that one fails.',
      resolve: ({ kind }) => kind,
    }),
  }),
});

const ChainStep = builder.objectRef<StepDeclaration & { tier: number }>('ChainStep').implement({
  description: 'A step as its chain declares it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name, unique within the chain.' }),
    title: t.exposeString('title', { description: 'What people call it.' }),
    tier: t.exposeInt('tier', {
      description: 'Steps of one tier may run side by side, from 1; the next tier waits for all of them (X12).',
    }),
    needs: t.field({ type: [ChainNeed], description: 'The steps that come before it.', resolve: ({ needs }) => [...needs] }),
    required: t.exposeBoolean('required', { description: 'Whether the chain fails with it (S4.12).' }),
    upstream: t.exposeString('upstream', {
      nullable: true,
      description: 'The system it calls; steps of one upstream and provider never run at the same time.',
    }),
    prerequisites: t.stringList({
      description: 'What must hold before it starts, in sentences (S4.11).',
      resolve: ({ prerequisites }) => prerequisites.map(({ sentence }) => sentence),
    }),
    retries: t.int({ description: 'How often it is tried again by itself.', resolve: ({ retry }) => retry.attempts }),
    timeoutSeconds: t.int({ description: 'How long it may take.', resolve: ({ timeoutMs }) => Math.round(timeoutMs / 1000) }),
  }),
});

export const Chain = builder.objectRef<DeclaredChain>('Chain').implement({
  description: 'A named set of steps with dependencies, as this release declares it.',
  fields: (t) => ({
    name: t.string({ description: 'Name, such as `tgs_daily`.', resolve: ({ declaration }) => declaration.name }),
    title: t.string({ description: 'What people call it.', resolve: ({ declaration }) => declaration.title }),
    scope: t.field({
      type: ChainScope.ref,
      description: 'Whom one run is for.',
      resolve: ({ declaration }) => declaration.scope,
    }),
    modes: t.field({
      type: [ChainMode.ref],
      description: 'How it can read its sources.',
      resolve: ({ declaration }) => [...declaration.modes],
    }),
    maxResumeAgeSeconds: t.int({
      description: 'The age from which results of an earlier run are too old to be used again (bug 44).',
      resolve: ({ declaration }) => Math.round(declaration.maxResumeAgeMs / 1000),
    }),
    steps: t.field({
      type: [ChainStep],
      description: 'Its steps, as declared.',
      resolve: (chain) => chain.declaration.steps.map((step) => ({ ...step, tier: tierOf(chain, step.name) })),
    }),
    schedules: t.prismaConnection(
      {
        type: Schedule,
        cursor: 'id',
        description: 'When it runs by itself, for each provider: the whole chain first, then its steps.',
        totalCount: (chain, _args, context) =>
          context.database.prisma.schedule.count({ where: whereSchedulesOf(chain, context) }),
        resolve: (query, chain, _args, context) =>
          context.database.prisma.schedule.findMany({ ...query, where: whereSchedulesOf(chain, context), orderBy: ORDER }),
      },
      ...scheduleConnection,
    ),
  }),
});

const whereSchedulesOf = ({ declaration }: DeclaredChain, context: GraphqlContext) => ({
  AND: visibleSchedules(principalOf(context)),
  taskChain: declaration.name,
});

/** The chains that the viewer may see runs of; those of the installation are for those who see every provider. */
export function visibleChains(context: GraphqlContext): DeclaredChain[] {
  const seesAll = seesInstallation(principalOf(context), 'chain.read');
  return engineOf(context).chains.all.filter(({ declaration }) => seesAll || declaration.scope === 'provider');
}

builder.prismaObjectField('Schedule', 'chain', (t) =>
  t.field({
    type: Chain,
    nullable: true,
    description: 'The chain it starts, or whose step it starts; null where this release has no such chain any more.',
    select: { taskChain: true },
    resolve: ({ taskChain }, _args, context) =>
      engineOf(context).chains.all.find(({ declaration }) => declaration.name === taskChain) ?? null,
  }),
);

builder.queryFields((t) => ({
  chains: t.field({
    authScopes: { may: 'chain.read' },
    type: [Chain],
    description: 'The chains that this installation knows; of its own ones those know who see every provider.',
    resolve: (_root, _args, context) => visibleChains(context),
  }),
  chain: t.field({
    authScopes: { may: 'chain.read' },
    type: Chain,
    nullable: true,
    description: 'The chain of this name; null when there is none.',
    args: { name: t.arg.string({ required: true, description: 'Name, such as `tgs_daily`.' }) },
    resolve: (_root, { name }, context) => visibleChains(context).find(({ declaration }) => declaration.name === name) ?? null,
  }),
}));
