import type { Principal } from '@rollcall/domain/permission/principal';
import { OVERLAP_POLICIES } from '@rollcall/domain/schedule/schedule';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { engineOf, type GraphqlContext, principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { countRows } from '../../graphql/total-count.js';
import { MOST_HOURS, MOST_TICKS, ScheduleTick, ticksToCome } from './schedule-tick.graphql.js';

export const OverlapPolicy = storedEnum('OverlapPolicy', OVERLAP_POLICIES, {
  description: 'What a tick does while the run before it is still at work (bug 48).',
  words: { skip: 'Nothing; the tick is recorded as skipped.', buffer_one: 'It waits its turn; one may wait.' },
});

/** Chain readers see their provider’s; those of the installation are for those who see every provider. */
export const visibleSchedules = (principal: Principal) => visibleAtProvider(principal, 'chain.read');

export const Schedule = builder.prismaNode('Schedule', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleSchedules, (prisma, where) => prisma.schedule.findMany({ where, select: { id: true } })),
  description: 'When a chain, or one of its steps alone, runs by itself (S4.14).',
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the chain, or of the step.' }),
    step: t.string({
      nullable: true,
      description: 'The step that it starts alone; null where it starts the whole chain.',
      select: { name: true, chainOrder: true },
      resolve: ({ name, chainOrder }) => (chainOrder === 0 ? null : name),
    }),
    cron: t.exposeString('cron', {
      nullable: true,
      description:
        'Minute, hour, day of month, month, day of week, in `timeZone`; null for a step that runs with its chain alone.',
    }),
    timeZone: t.exposeString('timeZone', { description: 'IANA time zone of the cron (X3).' }),
    overlapPolicy: t.field({
      type: OverlapPolicy.ref,
      description: 'What a tick does while the run before it is still at work.',
      select: { overlapPolicy: true },
      resolve: ({ overlapPolicy }) => OverlapPolicy.read(overlapPolicy),
    }),
    catchUpHours: t.exposeInt('catchUpHours', { description: 'A tick missed by less than this is made up for once (bug 60).' }),
    fullWeekdays: t.exposeIntList('fullWeekdays', {
      description: 'Weekdays on which the chain reads everything, 0 is Sunday; on the others it reads what changed.',
    }),
    paused: t.exposeBoolean('paused', { description: 'Whether its ticks are skipped; a paused step is left out of its chain.' }),
    pausedReason: t.exposeString('pausedReason', { nullable: true, description: 'Why it is paused.' }),
    decidedUntil: t.expose('decidedUntil', { type: 'DateTime', description: 'Every tick up to here has been decided.' }),
    nextTicks: t.field({
      type: [ScheduleTick],
      description: `Its next five ticks, or those of the next \`hours\`, at most ${MOST_TICKS}, in UTC and in its own time zone; while it is paused they will be skipped.`,
      args: { hours: t.arg.int({ description: `How many hours ahead, 0 to ${MOST_HOURS}, instead of five ticks.` }) },
      select: { taskChain: true, cron: true, timeZone: true, fullWeekdays: true },
      resolve: (schedule, { hours }, context) => {
        const chain = engineOf(context).chains.all.find(({ declaration }) => declaration.name === schedule.taskChain);
        return chain ? ticksToCome(schedule, chain, { now: context.now(), hours: checkedHours(hours) }) : [];
      },
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
    provider: t.relation('provider', { nullable: true, description: 'The provider it is for; null for the whole installation.' }),
  }),
});

function checkedHours(hours: number | null | undefined): number | null {
  if (hours == null || (hours >= 0 && hours <= MOST_HOURS)) return hours ?? null;
  throw new GraphQLError(`\`hours\` is ${hours}, but must lie between 0 and ${MOST_HOURS}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

export const scheduleConnection = connectionType('Schedule', Schedule, 'schedules');

/** As they were made: a chain, then its steps in their order. */
export const ORDER = [{ id: 'asc' as const }];

const ScheduleFilter = builder.inputType('ScheduleFilter', {
  description: 'Which schedules; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    chain: t.string({ description: 'Name of the chain.' }),
    paused: t.boolean({ description: 'Is paused, or is not.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereSchedules(
  filter: typeof ScheduleFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.ScheduleWhereInput {
  const { provider, chain, paused } = filter ?? {};
  return {
    AND: visibleSchedules(principalOf(context)),
    taskChain: chain ?? { not: null },
    ...(provider != null && { provider: { uen: provider } }),
    ...(paused != null && { paused }),
  };
}

builder.queryField('schedules', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'chain.read' },
      type: Schedule,
      cursor: 'id',
      description: 'Schedules, each chain’s own before those of its steps.',
      args: { filter: t.arg({ type: ScheduleFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.schedule.count({ where: whereSchedules(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.schedule.findMany({ ...query, where: whereSchedules(filter, context), orderBy: ORDER }),
    },
    ...scheduleConnection,
  ),
);
