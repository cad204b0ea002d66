import { can } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { visibleRow } from '../../access/visible-node.js';
import { visibleCourseRuns, visibleDeclines, visibleTrainers } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { contains } from '../../graphql/contains.js';
import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import { orderedPage } from '../../graphql/ordered-connection.js';
import { DEFAULT_PAGE_SIZE } from '../../graphql/page-limits.js';
import { countRows } from '../../graphql/total-count.js';
import { CourseRun, courseRunConnection } from '../course-runs/course-run.graphql.js';
import type { TrainerLoad as TrainerLoadShape } from './trainer-load.js';
import { LOAD_DAYS, loadOf } from './trainer-load-loader.graphql.js';
import { readTrainersInOrder, TrainerOrder } from './trainer-order.graphql.js';
import { createTrainerRunsLoader } from './trainer-runs.js';
import { runIdOfCursor, runsPage } from './trainer-runs-page.js';

/** The furthest that a load is asked ahead. */
const MOST_DAYS = 366;

const runsOf = perOperation((context) => createTrainerRunsLoader(context.database.pool, principalOf(context)));

const TrainerLoad = builder.objectRef<TrainerLoadShape>('TrainerLoad').implement({
  description: 'How much somebody teaches from today on, of what the caller may see; cancelled and archived runs left aside.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Days ahead that were looked at, besides today.' }),
    upcomingRuns: t.exposeInt('upcomingRuns', { description: 'Runs that begin in these days.' }),
    daysTaught: t.exposeInt('daysTaught', { description: 'Days, of these, on which one of their runs takes place.' }),
  }),
});

const TrainerDecline = builder.prismaObject('CourseRunTrainerDecline', {
  name: 'TrainerDecline',
  description: 'That a trainer cannot take a run: Next Trainer passes them over (S0.33).',
  select: { id: true },
  fields: (t) => ({
    ssgRunId: t.string({
      description: 'SSG’s run id.',
      select: { courseRun: { select: { ssgRunId: true } } },
      resolve: ({ courseRun }) => courseRun.ssgRunId,
    }),
    startDate: t.field({
      type: 'Date',
      description: 'First day of the run.',
      select: { courseRun: { select: { startDate: true } } },
      resolve: ({ courseRun }) => courseRun.startDate,
    }),
    courseRun: t.field({
      type: CourseRun,
      nullable: true,
      description: 'The run; null for those who see only runs that they teach.',
      select: (_args, _context, nested) => ({ providerId: true, courseRun: nested() }),
      resolve: ({ providerId, courseRun }, _args, context) =>
        can(principalOf(context), 'course_run.read', { providerId }).allowed ? courseRun : null,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in their words.' }),
    declinedAt: t.expose('declinedAt', { type: 'DateTime', description: 'When it was recorded.' }),
  }),
});

const Trainer = builder.prismaNode('AppUser', {
  variant: 'Trainer',
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(
    (principal) => visibleTrainers(principal),
    (prisma, where) => prisma.appUser.findMany({ where, select: { id: true } }),
  ),
  description: 'A user who may teach at a provider.',
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Their name.' }),
    email: t.exposeString('email', { description: 'E-mail address, lower case.' }),
    active: t.exposeBoolean('active', { description: 'Whether they may be assigned: inactive users are passed over.' }),
    load: t.field({
      type: TrainerLoad,
      description: 'How much they teach from today on.',
      args: { days: t.arg.int({ defaultValue: LOAD_DAYS, description: `How many days ahead, 0 to ${MOST_DAYS}.` }) },
      resolve: (trainer, { days }, context) => loadOf(context)(trainer.id, checkedDays(days ?? LOAD_DAYS)),
    }),
    runs: t.connection(
      {
        type: CourseRun,
        description: 'The runs they teach, by first day.',
        resolve: async (trainer, args, context) => {
          const { first, last, after, before } = args;
          const limit = first ?? last ?? DEFAULT_PAGE_SIZE;
          const fromTheEnd = last != null || before != null;
          const { runs, total } = await runsOf(context)(trainer.id, {
            // One more tells whether there is another page.
            limit: limit + 1,
            after: runIdOfCursor(after),
            before: runIdOfCursor(before),
            fromTheEnd,
          });
          return runsPage({ runs, total, limit, fromTheEnd, after: after != null, before: before != null });
        },
      },
      ...courseRunConnection,
    ),
    declines: t.relatedConnection(
      'declines',
      {
        cursor: 'id',
        totalCount: true,
        description: 'The runs they declined, newest first.',
        query: (_args, context) => ({
          where: visibleDeclines(principalOf(context)),
          orderBy: [{ declinedAt: 'desc' as const }, { id: 'desc' as const }],
        }),
      },
      ...connectionType('TrainerDecline', TrainerDecline, 'declines'),
    ),
  }),
});

function checkedDays(days: number): number {
  if (days >= 0 && days <= MOST_DAYS) return days;
  throw new GraphQLError(`\`days\` is ${days}, but must lie between 0 and ${MOST_DAYS}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

export const TrainerFilter = builder.inputType('TrainerFilter', {
  description: 'Which trainers; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of a provider where they are trainers.' }),
    text: t.string({ description: 'Part of the name or the e-mail address, whatever the case.' }),
    active: t.boolean({ description: 'Whether the account is active.' }),
    freeFrom: t.field({
      type: 'Date',
      description: 'With `freeTo`: teaches none of the runs you see on any day from this one on. Alone: on this day.',
    }),
    freeTo: t.field({ type: 'Date', description: 'The last day on which they must be free; needs `freeFrom`.' }),
  }),
});

/** The visible rows that a filter lets through. */
export function whereTrainers(
  principal: Principal,
  filter: typeof TrainerFilter.$inferInput | null | undefined,
): Prisma.AppUserWhereInput {
  const { provider, text, active, freeFrom, freeTo } = filter ?? {};
  const conditions = [visibleTrainers(principal, provider == null ? undefined : { uen: provider })];
  if (text != null) conditions.push({ OR: [{ name: contains(text) }, { email: contains(text) }] });
  if (active != null) conditions.push({ active });
  if (freeTo != null && (freeFrom == null || freeTo < freeFrom))
    throw new GraphQLError('`filter.freeTo` needs a `filter.freeFrom` that is no later day.', {
      extensions: { code: 'BAD_USER_INPUT', remedy: 'Give both days, the earlier one as freeFrom.' },
    });
  if (freeFrom != null) conditions.push(freeBetween(principal, freeFrom, freeTo ?? freeFrom));
  return { AND: conditions };
}

/** A cancelled run keeps nobody busy, and what the caller may not see is not told by an absence either. */
function freeBetween(principal: Principal, from: Date, to: Date): Prisma.AppUserWhereInput {
  const busy: Prisma.CourseRunWhereInput = {
    startDate: { lte: to },
    endDate: { gte: from },
    classStatus: { not: 'Cancelled' },
    lifecycle: { not: 'Cancelled' },
    archivedAt: null,
    AND: visibleCourseRuns(principal),
  };
  return { assignedRuns: { none: busy }, courseRunTrainers: { none: { role: 'trainer', courseRun: busy } } };
}

builder.queryField('trainers', (t) =>
  t.connection(
    {
      authScopes: { may: 'trainer.read' },
      type: Trainer,
      description: 'Trainers of the providers you see, by name unless told otherwise. A trainer sees themselves.',
      args: {
        filter: t.arg({ type: TrainerFilter, description: 'Which trainers.' }),
        orderBy: t.arg({ type: TrainerOrder, description: 'In which order; by name where left out.' }),
      },
      resolve: (_root, args, context, info) => {
        const where = whereTrainers(principalOf(context), args.filter);
        return orderedPage(args, context, info, {
          typeName: 'Trainer',
          read: (query, window) => readTrainersInOrder(context, where, args.orderBy, { query, window }),
          count: () => countRows(context.database, (prisma, bound) => prisma.appUser.count({ where, ...bound })),
        });
      },
    },
    ...connectionType('Trainer', Trainer, 'trainers'),
  ),
);
