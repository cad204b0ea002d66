import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleEnrolments, visibleLearners } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { contains } from '../../graphql/contains.js';
import { principalOf } from '../../graphql/context.js';
import { hasWords } from '../../graphql/has-words.js';
import { pageSource } from '../../graphql/page-source.js';
import type { RowContext } from '../../graphql/row-context.js';
import { Enrolment, EnrolmentStatus, enrolmentConnection } from './enrolment.graphql.js';

export const EnrolmentFilter = builder.inputType('EnrolmentFilter', {
  description: 'Which enrolments; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    courseCode: t.string({ description: 'Exactly this course code.' }),
    ssgRunId: t.string({ description: 'Exactly this SSG run id.' }),
    status: t.field({ type: EnrolmentStatus.ref, description: 'Has this status.' }),
    referenceNumber: t.string({ description: 'Exactly this SSG reference number.' }),
    unconfirmed: t.boolean({ description: 'Whether SSG no longer lists it.' }),
    text: t.string({
      description:
        'Part of the reference number or, for those who see learners, words of the learner’s name or their beginnings, whatever the case.',
    }),
  }),
});

/** The visible rows that a filter lets through. */
export function whereEnrolments(
  filter: typeof EnrolmentFilter.$inferInput | null | undefined,
  context: RowContext,
): Prisma.EnrolmentWhereInput {
  const { provider, courseCode, ssgRunId, status, referenceNumber, unconfirmed, text } = filter ?? {};
  const conditions: Prisma.EnrolmentWhereInput[] = [visibleEnrolments(principalOf(context))];
  if (provider != null) conditions.push({ provider: { uen: provider } });
  if (courseCode != null) conditions.push({ course: { courseCode } });
  if (ssgRunId != null) conditions.push({ courseRun: { ssgRunId } });
  if (status != null) conditions.push({ status });
  if (referenceNumber != null) conditions.push({ referenceNumber });
  if (unconfirmed != null) conditions.push({ unconfirmedSince: unconfirmed ? { not: null } : null });
  // Who may not see learners does not find out their names by asking for them.
  const learner = { AND: [visibleLearners(principalOf(context)), { nameBeginnings: hasWords(text ?? '') }] };
  if (text != null) conditions.push({ OR: [{ referenceNumber: contains(text) }, { learner }] });
  return { AND: conditions };
}

const PAGE = pageSource({
  model: 'Enrolment',
  where: ({ filter }: { filter?: typeof EnrolmentFilter.$inferInput | null | undefined }, context) =>
    whereEnrolments(filter, context),
  orderBy: [{ id: 'asc' as const }],
  count: (prisma, query) => prisma.enrolment.count(query),
});

builder.queryField('enrolments', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'enrolment.read' },
      type: Enrolment,
      cursor: 'id',
      description: 'Enrolments, oldest first.',
      args: { filter: t.arg({ type: EnrolmentFilter }) },
      extensions: PAGE.extensions,
      totalCount: PAGE.totalCount,
      resolve: async (query, _root, args, context) =>
        context.database.prisma.enrolment.findMany({
          ...query,
          where: await PAGE.where(args, context),
          orderBy: PAGE.orderBy,
        }),
    },
    ...enrolmentConnection,
  ),
);
