import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { orderedPage } from '../../graphql/ordered-connection.js';
import { pageSource } from '../../graphql/page-source.js';
import { COURSE_RUN_ORDER, CourseRun, courseRunConnection } from './course-run.graphql.js';
import { CourseRunFilter, whereCourseRuns } from './course-run-filter.graphql.js';
import { CourseRunOrder, readRunsInOrder, refuseTooManyRuns, runOrderOf } from './course-run-order.graphql.js';
import { guessUpcoming, whereUpcoming } from './upcoming-window.graphql.js';

/** The longest window a provider may have (`training_provider_threshold_check`). */
const MAX_WINDOW_DAYS = 366;

const whereVisible = async (
  filter: Parameters<typeof whereCourseRuns>[0],
  context: GraphqlContext,
): Promise<Prisma.CourseRunWhereInput> => ({
  AND: [visibleCourseRuns(principalOf(context)), await whereCourseRuns(filter, context)],
});

interface RunsArguments {
  filter?: Parameters<typeof whereCourseRuns>[0];
  orderBy?: Parameters<typeof runOrderOf>[0];
}

const RUNS = pageSource({
  model: 'CourseRun',
  where: ({ filter }: RunsArguments, context) => whereVisible(filter, context),
  orderBy: COURSE_RUN_ORDER,
  orderFor: ({ orderBy }) => runOrderOf(orderBy),
  refuse: ({ orderBy }, where, context) => refuseTooManyRuns(orderBy, where, context),
  count: (prisma, query) => prisma.courseRun.count(query),
});

builder.queryField('courseRuns', (t) =>
  t.connection(
    {
      authScopes: { may: 'course_run.read' },
      type: CourseRun,
      description: 'Course runs, by first day unless told otherwise.',
      args: {
        filter: t.arg({ type: CourseRunFilter }),
        orderBy: t.arg({ type: CourseRunOrder, description: 'In which order; by first day where left out.' }),
      },
      extensions: RUNS.extensions,
      resolve: (_root, args, context, info) =>
        orderedPage(args, context, info, {
          typeName: 'CourseRun',
          read: async (query, window) =>
            readRunsInOrder(context, await RUNS.where(args, context), args.orderBy, { query, window }),
          count: () => RUNS.totalCount(_root, args, context),
        }),
    },
    ...courseRunConnection,
  ),
);

const UPCOMING = pageSource({
  model: 'CourseRun',
  where: whereVisibleUpcoming,
  guess: guessVisibleUpcoming,
  orderBy: COURSE_RUN_ORDER,
  count: (prisma, query) => prisma.courseRun.count(query),
});

builder.queryField('upcomingClasses', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'course_run.read' },
      type: CourseRun,
      cursor: 'id',
      description:
        'The runs of a provider that start within the next days, today and the last day included, whatever their class status. Empty for an unknown provider.',
      args: {
        provider: t.arg.string({ required: true, description: 'UEN of the provider.' }),
        days: t.arg.int({ description: `How many days ahead, 0 to ${MAX_WINDOW_DAYS}. Left out: the provider’s own threshold.` }),
      },
      extensions: UPCOMING.extensions,
      totalCount: UPCOMING.totalCount,
      resolve: async (query, _root, args, context) =>
        context.database.prisma.courseRun.findMany({
          ...query,
          where: await UPCOMING.where(args, context),
          orderBy: UPCOMING.orderBy,
        }),
    },
    ...courseRunConnection,
  ),
);

interface UpcomingArguments {
  provider: string;
  days?: number | null | undefined;
}

/** The provider is seldom another one than a moment ago: its window is guessed, and checked with the rows. */
function guessVisibleUpcoming({ provider, days }: UpcomingArguments, context: GraphqlContext) {
  const guess = isWindow(days) ? guessUpcoming(context, provider, days) : null;
  return guess && { ...guess, where: visibleAnd(guess.where, context) };
}

const visibleAnd = (upcoming: Prisma.CourseRunWhereInput, context: GraphqlContext): Prisma.CourseRunWhereInput => ({
  AND: [visibleCourseRuns(principalOf(context)), upcoming],
});

const isWindow = (days: number | null | undefined): boolean => days == null || (days >= 0 && days <= MAX_WINDOW_DAYS);

async function whereVisibleUpcoming(
  { provider, days }: UpcomingArguments,
  context: GraphqlContext,
): Promise<Prisma.CourseRunWhereInput> {
  if (!isWindow(days))
    throw new GraphQLError(`\`days\` is ${days}, but must lie between 0 and ${MAX_WINDOW_DAYS}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  const upcoming = await whereUpcoming(context, provider, days ?? null);
  return upcoming ? visibleAnd(upcoming, context) : { id: { in: [] } };
}
