import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { windowEnd } from '@rollcall/domain/course-run/window';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { pageSource } from '../../graphql/page-source.js';
import { findProviderByUen } from '../training-providers/find-provider.js';
import { COURSE_RUN_ORDER, CourseRun, courseRunConnection } from './course-run.graphql.js';
import { CourseRunFilter, whereCourseRuns } from './course-run-filter.graphql.js';

/** The longest window a provider may have (`training_provider_threshold_check`). */
const MAX_WINDOW_DAYS = 366;

const whereVisible = async (
  filter: Parameters<typeof whereCourseRuns>[0],
  context: GraphqlContext,
): Promise<Prisma.CourseRunWhereInput> => ({
  AND: [visibleCourseRuns(principalOf(context)), await whereCourseRuns(filter, context)],
});

const RUNS = pageSource({
  model: 'CourseRun',
  where: ({ filter }: { filter?: Parameters<typeof whereCourseRuns>[0] }, context) => whereVisible(filter, context),
  orderBy: COURSE_RUN_ORDER,
  count: (prisma, query) => prisma.courseRun.count(query),
});

builder.queryField('courseRuns', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'course_run.read' },
      type: CourseRun,
      cursor: 'id',
      description: 'Course runs, by first day.',
      args: { filter: t.arg({ type: CourseRunFilter }) },
      extensions: RUNS.extensions,
      totalCount: RUNS.totalCount,
      resolve: async (query, _root, args, context) =>
        context.database.prisma.courseRun.findMany({
          ...query,
          where: await RUNS.where(args, context),
          orderBy: RUNS.orderBy,
        }),
    },
    ...courseRunConnection,
  ),
);

const UPCOMING = pageSource({
  model: 'CourseRun',
  where: whereUpcoming,
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

/** "Today" is the provider's, not the server's (bug 4). */
async function whereUpcoming(
  args: { provider: string; days?: number | null | undefined },
  context: GraphqlContext,
): Promise<Prisma.CourseRunWhereInput> {
  if (args.days != null && (args.days < 0 || args.days > MAX_WINDOW_DAYS))
    throw new GraphQLError(`\`days\` is ${args.days}, but must lie between 0 and ${MAX_WINDOW_DAYS}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  const provider = await findProviderByUen(context.database.pool, args.provider);
  if (!provider) return { id: { in: [] } };
  const today = todayIn(provider.timeZone, context.now());
  return {
    AND: [
      visibleCourseRuns(principalOf(context)),
      {
        providerId: provider.id,
        startDate: { gte: new Date(today), lte: new Date(windowEnd(today, args.days ?? provider.thresholdDays)) },
      },
    ],
  };
}
