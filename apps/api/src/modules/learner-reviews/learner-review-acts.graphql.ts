import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { dismissReview } from './dismiss-review.js';
import { LearnerReview } from './learner-review.graphql.js';
import { resolveReview } from './resolve-review.js';
import type { DecidedReview, ReviewAct } from './take-review.js';

const success = (name: string, description: string) => ({
  name,
  ref: builder.objectRef<DecidedReview>(name).implement({
    description,
    fields: (t) => ({
      learnerReview: t.prismaField({
        type: LearnerReview,
        description: 'The review as it is now.',
        resolve: (query, { learnerReviewId }, _args, { database }) =>
          database.prisma.learnerReview.findUniqueOrThrow({ ...query, where: { id: learnerReviewId } }),
      }),
      sentence: t.exposeString('sentence', { description: 'What follows from it, for people.' }),
    }),
  }),
});

const DESCRIPTIONS = {
  learnerReviewId: 'Global id of the review.',
  reason: 'Why, in 3 to 500 characters; identifiers in it are masked.',
  idempotencyKey: 'Chosen by the caller, 1 to 200 characters: asking again with the same key answers the same and does nothing.',
} as const;

const wishOf = (
  input: { learnerReviewId: string | number; reason: string; idempotencyKey?: string | null | undefined },
  context: GraphqlContext,
): ReviewAct => ({
  by: principalOf(context),
  learnerReviewId: rowIdOf('LearnerReview', String(input.learnerReviewId)),
  reason: input.reason,
  idempotencyKey: input.idempotencyKey,
});

const actDependenciesOf = ({ database, requestId: correlationId }: GraphqlContext) => ({ database, correlationId });

const LearnerReviewDismissInput = builder.inputType('LearnerReviewDismissInput', {
  description: 'Which review to put aside.',
  fields: (t) => ({
    learnerReviewId: t.id({ required: true, description: DESCRIPTIONS.learnerReviewId }),
    reason: t.string({ required: true, description: DESCRIPTIONS.reason }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('learnerReviewDismiss', (t) =>
  t.field({
    authScopes: { may: 'learner_review.decide' },
    type: actResult('LearnerReviewDismissResult', success('LearnerReviewDismissSuccess', 'The review is put aside.'), [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description:
      'Puts a review aside: nothing is written for the enrolment, and it comes back only where another doubt about it arises (bug 18).',
    args: { input: t.arg({ type: LearnerReviewDismissInput, required: true, description: 'Which review, and why.' }) },
    resolve: (_root, { input }, context) => answerAct(() => dismissReview(actDependenciesOf(context), wishOf(input, context))),
  }),
);

const LearnerReviewResolveInput = builder.inputType('LearnerReviewResolveInput', {
  description: 'Whose an enrolment under review is.',
  fields: (t) => ({
    learnerReviewId: t.id({ required: true, description: DESCRIPTIONS.learnerReviewId }),
    learnerId: t.id({
      required: true,
      description: 'Global id of the learner: one of the candidates, or any other of the same provider.',
    }),
    reason: t.string({ required: true, description: DESCRIPTIONS.reason }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('learnerReviewResolve', (t) =>
  t.field({
    authScopes: { may: 'learner_review.decide' },
    type: actResult('LearnerReviewResolveResult', success('LearnerReviewResolveSuccess', 'The learner is told.'), [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description:
      'Says who the learner of an enrolment under review is (bug 18). Nothing is written for the enrolment at once: the next sync that reads the run takes SSG’s reference number as this learner’s. Refused where the review asks something else, and where the enrolment is here as another learner’s.',
    args: { input: t.arg({ type: LearnerReviewResolveInput, required: true, description: 'Which review, and who it is.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() =>
        resolveReview(actDependenciesOf(context), {
          ...wishOf(input, context),
          learnerId: rowIdOf('Learner', String(input.learnerId)),
        }),
      ),
  }),
);
