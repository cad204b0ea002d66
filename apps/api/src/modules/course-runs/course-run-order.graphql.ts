import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isLive } from '@rollcall/domain/enrolment/status';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import type { Pool } from 'pg';
import { builder } from '../../graphql/builder.js';
import type { GraphqlContext } from '../../graphql/context.js';
import { type Direction, OrderDirection, type PageWindow, windowOfIds } from '../../graphql/ordered-connection.js';

type Order = Prisma.CourseRunOrderByWithRelationInput;

/** What course runs can be ordered by, but for the number of learners, which no column has. */
const COLUMNS = {
  START_DATE: { description: 'First day.', order: (startDate: Direction): Order => ({ startDate }) },
  END_DATE: { description: 'Last day.', order: (endDate: Direction): Order => ({ endDate }) },
  COURSE_CODE: { description: 'Code of the course.', order: (courseCode: Direction): Order => ({ course: { courseCode } }) },
  COURSE_TITLE: { description: 'Title of the course.', order: (title: Direction): Order => ({ course: { title } }) },
  SSG_RUN_ID: { description: 'SSG’s run id, as text.', order: (ssgRunId: Direction): Order => ({ ssgRunId }) },
  CLASS_STATUS: { description: 'Class status, by its name.', order: (classStatus: Direction): Order => ({ classStatus }) },
  CLASS_TYPE: {
    description: 'Class type, by its name; runs without one come last.',
    order: (sort: Direction): Order => ({ classType: { sort, nulls: 'last' } }),
  },
  UPDATED_AT: { description: 'When the row last changed.', order: (updatedAt: Direction): Order => ({ updatedAt }) },
} satisfies Record<string, { description: string; order: (direction: Direction) => Order }>;

type Column = keyof typeof COLUMNS;
type OrderField = Column | 'LEARNERS';

const CourseRunOrderField = builder.enumType('CourseRunOrderField', {
  description: 'What course runs can be ordered by. Runs that are alike in it are ordered by when they were made.',
  values: {
    ...(Object.fromEntries(
      Object.entries(COLUMNS).map(([name, { description }]) => [name, { value: name as OrderField, description }]),
    ) as Record<Column, { value: OrderField; description: string }>),
    LEARNERS: { value: 'LEARNERS' as OrderField, description: 'How many live enrolments it has.' },
  },
});

export const CourseRunOrder = builder.inputType('CourseRunOrder', {
  description: 'In which order course runs are listed. Cursors belong to the order that they were given in.',
  fields: (t) => ({
    field: t.field({ type: CourseRunOrderField, required: true, defaultValue: 'START_DATE', description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which end comes first.' }),
  }),
});

/** More than these are not counted one by one. */
const MOST_COUNTED_RUNS = 30_000;

const LIVE_LEARNERS = {
  name: 'count-live-learners',
  text: `
    SELECT wanted.id, count(enrolment.id)::int AS learners FROM unnest($1::uuid[]) AS wanted (id)
    LEFT JOIN enrollment AS enrolment ON enrolment.course_run_id = wanted.id AND enrolment.enrolment_status = ANY ($2)
    GROUP BY wanted.id`,
};
const LIVE_STATUSES = ENROLMENT_STATUSES.filter(isLive);

type OrderInput = typeof CourseRunOrder.$inferInput | null | undefined;

/** The order in the words of Prisma, and `liveEnrolments` where it is by the number of learners. */
export function runOrderOf(orderBy: OrderInput) {
  const { field, direction } = orderBy ?? { field: 'START_DATE', direction: 'asc' };
  return [field === 'LEARNERS' ? { liveEnrolments: direction } : COLUMNS[field].order(direction), { id: 'asc' as const }];
}

/** Throws for an order by learners of more runs than are counted one by one. One statement, in that order alone. */
export async function refuseTooManyRuns(
  orderBy: OrderInput,
  where: Prisma.CourseRunWhereInput,
  { database: { prisma } }: Pick<GraphqlContext, 'database'>,
): Promise<void> {
  if (orderBy?.field !== 'LEARNERS') return;
  if ((await prisma.courseRun.count({ where, take: MOST_COUNTED_RUNS + 1 })) > MOST_COUNTED_RUNS) throw tooMany();
}

/**
 * Reads a window of the runs that a condition lets through, in an order. One statement; by learners three, which read the ids of
 * all these runs.
 */
export async function readRunsInOrder(
  { database: { prisma, pool } }: Pick<GraphqlContext, 'database'>,
  where: Prisma.CourseRunWhereInput,
  orderBy: OrderInput,
  { query, window }: { query: object; window: PageWindow },
) {
  const { field, direction } = orderBy ?? { field: 'START_DATE', direction: 'asc' };
  if (field !== 'LEARNERS') {
    const order = [COLUMNS[field].order(direction), { id: 'asc' as const }];
    return prisma.courseRun.findMany({ ...query, ...window, where, orderBy: order });
  }
  const all = await prisma.courseRun.findMany({ where, select: { id: true }, take: MOST_COUNTED_RUNS + 1 });
  if (all.length > MOST_COUNTED_RUNS) throw tooMany();
  const learners = await countLearners(
    pool,
    all.map(({ id }) => id),
  );
  const ids = windowOfIds(learners, direction, window);
  const rows = await prisma.courseRun.findMany({ ...query, where: { AND: [{ id: { in: ids } }, where] } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function countLearners(pool: Pool, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; learners: number }>({ ...LIVE_LEARNERS, values: [ids, LIVE_STATUSES] });
  return new Map(rows.map(({ id, learners }) => [id, learners]));
}

const tooMany = (): GraphQLError =>
  new GraphQLError(`More than ${MOST_COUNTED_RUNS} course runs are not ordered by their learners.`, {
    extensions: { code: 'TOO_MANY_ROWS', remedy: 'Narrow the filter: one provider, upcoming runs, or some days.' },
  });
