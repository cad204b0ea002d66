import { LEARNER_REVIEW_STATUSES } from '@rollcall/domain/learner/decide-review';
import { LEARNER_REVIEW_REASONS } from '@rollcall/domain/learner/learner';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { countRows } from '../../graphql/total-count.js';
import { Learner } from '../learners/learner.graphql.js';
import { readCandidate } from './candidate-reader.graphql.js';

const LearnerReviewReason = storedEnum('LearnerReviewReason', LEARNER_REVIEW_REASONS, {
  description: 'Why a person must look.',
  words: {
    no_identity: 'SSG sent too little to tell who it is.',
    ambiguous_learner: 'It could be more than one learner.',
    identifier_conflict: 'Reference number and identifier point to different learners.',
    unknown_status: 'SSG sent a status that has no meaning here.',
    enrolment_conflict: 'The learner already has another enrolment in the run.',
  },
});

const LearnerReviewStatus = storedEnum('LearnerReviewStatus', LEARNER_REVIEW_STATUSES, {
  description: 'Where a review stands.',
  words: { open: 'Waits for a person.', resolved: 'Decided.', dismissed: 'Put aside.' },
});

const MOST_CANDIDATES = 10;

const visibleReviews = (principal: Principal) => visibleAtProvider(principal, 'learner_review.read');

export const LearnerReview = builder.prismaNode('LearnerReview', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleReviews, (prisma, where) => prisma.learnerReview.findMany({ where, select: { id: true } })),
  description: 'An enrolment at SSG whose learner could not be told with certainty: nothing was written for it.',
  select: { id: true },
  fields: (t) => ({
    ssgRunId: t.exposeString('ssgRunId', { description: 'SSG’s run id.' }),
    referenceNumber: t.exposeString('referenceNumber', { description: 'SSG’s reference number.' }),
    reason: t.field({
      type: LearnerReviewReason.ref,
      description: 'Why a person must look.',
      select: { reason: true },
      resolve: (review) => LearnerReviewReason.read(review.reason),
    }),
    message: t.exposeString('message', { description: 'The reason in a sentence.' }),
    status: t.field({
      type: LearnerReviewStatus.ref,
      description: 'Where it stands.',
      select: { status: true },
      resolve: (review) => LearnerReviewStatus.read(review.status),
    }),
    candidateIds: t.idList({
      description: 'Global ids of the learners it might be: pass them to `nodes`.',
      select: { candidateIds: true },
      resolve: (review) => review.candidateIds.map((id) => globalIdOf('Learner', id)),
    }),
    candidates: t.prismaField({
      type: [Learner],
      ...holdsAtMost(MOST_CANDIDATES),
      description: `The learners it might be, the first ${MOST_CANDIDATES}; without those that the viewer may not see.`,
      select: { candidateIds: true },
      resolve: async (query, { candidateIds }, _args, context, info) => {
        const [read, asked] = [readCandidate(context), { ...query }];
        const learners = await Promise.all(candidateIds.slice(0, MOST_CANDIDATES).map((id) => read(id, asked, info)));
        return learners.filter((learner) => learner !== null);
      },
    }),
    traineeName: t.exposeString('traineeName', { nullable: true, description: 'The trainee’s name as SSG has it.' }),
    identifierMasked: t.exposeString('nricMasked', { nullable: true, description: 'The trainee’s NRIC or FIN, masked.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first seen.' }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true, description: 'When it was closed.' }),
    decidedBy: t.exposeString('decidedBy', { nullable: true, description: 'Who closed it last, as the audit names them.' }),
    decisionReason: t.exposeString('decisionReason', { nullable: true, description: 'Why, in their words.' }),
    decidedLearner: t.prismaField({
      type: Learner,
      nullable: true,
      description:
        'Whom a person named: syncs take the reference number as theirs. Null where nobody was, or the viewer may not see them.',
      select: { decidedLearnerId: true },
      resolve: (query, { decidedLearnerId }, _args, context, info) => {
        const asked = { ...query };
        return decidedLearnerId === null ? null : readCandidate(context)(decidedLearnerId, asked, info);
      },
    }),
    provider: t.relation('provider', { description: 'The provider that holds the run.' }),
  }),
});

const LearnerReviewFilter = builder.inputType('LearnerReviewFilter', {
  description: 'Which reviews; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    status: t.field({ type: LearnerReviewStatus.ref, description: 'Stands there.' }),
    reason: t.field({ type: LearnerReviewReason.ref, description: 'Has this reason.' }),
    ssgRunId: t.string({ description: 'Exactly this SSG run id.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereReviews(
  filter: typeof LearnerReviewFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.LearnerReviewWhereInput {
  const { provider, status, reason, ssgRunId } = filter ?? {};
  return {
    AND: visibleReviews(principalOf(context)),
    ...(provider != null && { provider: { uen: provider } }),
    ...(status != null && { status }),
    ...(reason != null && { reason }),
    ...(ssgRunId != null && { ssgRunId }),
  };
}

builder.queryField('learnerReviews', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'learner_review.read' },
      type: LearnerReview,
      cursor: 'id',
      description: 'Enrolments that wait, or waited, for a person, newest first.',
      args: { filter: t.arg({ type: LearnerReviewFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.learnerReview.count({ where: whereReviews(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.learnerReview.findMany({
          ...query,
          where: whereReviews(filter, context),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    ...connectionType('LearnerReview', LearnerReview, 'learner reviews'),
  ),
);
