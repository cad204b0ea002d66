import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { orderedPage } from '../../graphql/ordered-connection.js';
import { countRows } from '../../graphql/total-count.js';
import { COURSE_RUN_ORDER, CourseRun, courseRunConnection } from './course-run.graphql.js';
import { CourseRunFilter, whereCourseRuns } from './course-run-filter.graphql.js';
import { CourseRunOrder, readRunsInOrder } from './course-run-order.graphql.js';
import { whereUpcoming } from './upcoming-window.graphql.js';

/** The longest window a provider may have (`training_provider_threshold_check`). */
const MAX_WINDOW_DAYS = 366;

const whereVisible = async (
  filter: Parameters<typeof whereCourseRuns>[0],
  context: GraphqlContext,
): Promise<Prisma.CourseRunWhereInput> => ({
  AND: [visibleCourseRuns(principalOf(context)), await whereCourseRuns(filter, context)],
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
      resolve: (_root, args, context, info) =>
        orderedPage(args, context, info, {
          typeName: 'CourseRun',
          read: async (query, window) =>
            readRunsInOrder(context, await whereVisible(args.filter, context), args.orderBy, { query, window }),
          count: () =>
            countRows(context.database, async (prisma, bound) =>
              prisma.courseRun.count({ where: await whereVisible(args.filter, context), ...bound }),
            ),
        }),
    },
    ...courseRunConnection,
  ),
);

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
      totalCount: async (_root, args, context) =>
        countRows(context.database, async (prisma, bound) =>
          prisma.courseRun.count({ where: await whereVisibleUpcoming(args, context), ...bound }),
        ),
      resolve: async (query, _root, args, context) =>
        context.database.prisma.courseRun.findMany({
          ...query,
          where: await whereVisibleUpcoming(args, context),
          orderBy: COURSE_RUN_ORDER,
        }),
    },
    ...courseRunConnection,
  ),
);

async function whereVisibleUpcoming(
  { provider, days }: { provider: string; days?: number | null | undefined },
  context: GraphqlContext,
): Promise<Prisma.CourseRunWhereInput> {
  if (days != null && (days < 0 || days > MAX_WINDOW_DAYS))
    throw new GraphQLError(`\`days\` is ${days}, but must lie between 0 and ${MAX_WINDOW_DAYS}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  const upcoming = await whereUpcoming(context, provider, days ?? null);
  return upcoming ? { AND: [visibleCourseRuns(principalOf(context)), upcoming] } : { id: { in: [] } };
}
