import { parseTrainerEmails, parseTrainerNames } from '@rollcall/domain/trainer/trainer-lists';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleRow } from '../../access/visible-node.js';
import { visibleCourses } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { contains } from '../../graphql/contains.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { pageSource } from '../../graphql/page-source.js';

export const Course = builder.prismaNode('Course', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleCourses, (prisma, where) => prisma.course.findMany({ where, select: { id: true } })),
  description: 'A course that a provider offers.',
  select: { id: true },
  fields: (t) => ({
    courseCode: t.exposeString('courseCode', { description: 'SSG’s course reference number, `TGS-…`.' }),
    title: t.exposeString('title', { description: 'Title of the course.' }),
    trainersEmailList: t.exposeString('trainersEmailList', {
      nullable: true,
      description: 'E-mail addresses of approved trainers as written, most wanted first (S0.27).',
    }),
    trainersList: t.exposeString('trainersList', {
      nullable: true,
      description: 'Names of approved trainers as written, most wanted first (S0.28).',
    }),
    trainerEmails: t.stringList({
      description: 'The e-mail list read: lower case, in order, each address once.',
      select: { trainersEmailList: true },
      resolve: (course) => parseTrainerEmails(course.trainersEmailList),
    }),
    trainerNames: t.stringList({
      description: 'The name list read: in order, each name once.',
      select: { trainersList: true },
      resolve: (course) => parseTrainerNames(course.trainersList),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the row was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the row last changed.' }),
    provider: t.relation('provider', { description: 'The provider that offers it.' }),
  }),
});

const COURSE_ORDER = [{ courseCode: 'asc' as const }, { id: 'asc' as const }];

export const courseConnection = connectionType('Course', Course, 'courses');

builder.prismaObjectField('TrainingProvider', 'courses', (t) =>
  t.relatedConnection(
    'courses',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Its courses, by course code.',
      query: (_args, context) => ({ where: visibleCourses(principalOf(context)), orderBy: COURSE_ORDER }),
    },
    ...courseConnection,
  ),
);

const CourseFilter = builder.inputType('CourseFilter', {
  description: 'Which courses; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    courseCode: t.string({ description: 'Exactly this course code.' }),
    text: t.string({ description: 'Part of the course code or the title, whatever the case.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereCourses(
  filter: typeof CourseFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.CourseWhereInput {
  const chosen: Prisma.CourseWhereInput = {
    ...(filter?.provider != null && { provider: { uen: filter.provider } }),
    ...(filter?.courseCode != null && { courseCode: filter.courseCode }),
    ...(filter?.text != null && { OR: [{ courseCode: contains(filter.text) }, { title: contains(filter.text) }] }),
  };
  return { AND: [visibleCourses(principalOf(context)), chosen] };
}

const PAGE = pageSource({
  model: 'Course',
  where: ({ filter }: { filter?: typeof CourseFilter.$inferInput | null | undefined }, context) => whereCourses(filter, context),
  orderBy: COURSE_ORDER,
  count: (prisma, query) => prisma.course.count(query),
});

builder.queryField('courses', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'course.read' },
      type: Course,
      cursor: 'id',
      description: 'Courses, by course code.',
      args: { filter: t.arg({ type: CourseFilter }) },
      extensions: PAGE.extensions,
      totalCount: PAGE.totalCount,
      resolve: async (query, _root, args, context) =>
        context.database.prisma.course.findMany({ ...query, where: await PAGE.where(args, context), orderBy: PAGE.orderBy }),
    },
    ...courseConnection,
  ),
);
