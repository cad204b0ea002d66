import { rowIdOf } from '../../contract/global-id.js';
import { type ActFailure, actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, principalOf } from '../../graphql/context.js';
import { Enrolment } from './enrolment.graphql.js';
import { CHANGED, ENROLMENT_NOW, EXPECTED_VERSION, EXPLANATION, findEnrolment, KEY } from './enrolment-outcome.graphql.js';
import { MOST_ENROLMENTS, type RemovalOutcome, removeEnrolment, removeEnrolments } from './remove-enrolments.js';

type Removed = Extract<RemovalOutcome, { kind: 'removed' }>;

const EnrolmentRemoveSuccess = builder.objectRef<Removed>('EnrolmentRemoveSuccess').implement({
  description: 'The learner is out of the run.',
  fields: (t) => ({
    enrolment: t.prismaField({
      type: Enrolment,
      nullable: true,
      description: ENROLMENT_NOW,
      resolve: (query, removed, _args, context) => findEnrolment(query, removed, context),
    }),
    changed: t.exposeBoolean('changed', { description: CHANGED }),
    explanation: t.exposeString('explanation', { description: EXPLANATION }),
  }),
});

const success = { name: 'EnrolmentRemoveSuccess', ref: EnrolmentRemoveSuccess };

const EnrolmentRemoveResult = actResult('EnrolmentRemoveResult', success, [
  'NOT_FOUND',
  'INVALID_INPUT',
  'FORBIDDEN',
  'STALE_VERSION',
]);

const EnrolmentRemoveInput = builder.inputType('EnrolmentRemoveInput', {
  description: 'Which learner is taken out of which run, and why.',
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: 'Global id of the enrolment.' }),
    reason: t.string({ required: true, description: 'Why, in 3 to 500 characters; the audit keeps it.' }),
    expectedVersion: t.int({ description: EXPECTED_VERSION }),
    idempotencyKey: t.string({ description: KEY }),
  }),
});

builder.mutationField('enrolmentRemove', (t) =>
  t.field({
    authScopes: { may: 'enrolment.remove' },
    type: EnrolmentRemoveResult,
    description:
      'Takes a learner out of a run: Admin Removed, which no sync undoes (S0.17), not even under another reference number (S0.18). What SSG ended may be removed too.',
    args: { input: t.arg({ type: EnrolmentRemoveInput, required: true, description: 'Whom, and why.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { enrolmentId, ...asked } = input;
        const removal = { ...asked, by: principalOf(context), enrolmentId: rowIdOf('Enrolment', String(enrolmentId)) };
        return removeEnrolment(actDependencies(context), removal);
      }),
  }),
);

interface Removals {
  results: RemovalOutcome[];
}

const EnrolmentsRemoveSuccess = builder.objectRef<Removals>('EnrolmentsRemoveSuccess').implement({
  description: 'What became of each enrolment.',
  fields: (t) => ({
    results: t.field({
      type: [EnrolmentRemoveResult],
      description: 'One for each id, in the order asked.',
      resolve: ({ results }): (Removed | ActFailure)[] => results,
    }),
  }),
});

const EnrolmentsRemoveInput = builder.inputType('EnrolmentsRemoveInput', {
  description: 'Which learners are taken out of their runs, and why.',
  fields: (t) => ({
    enrolmentIds: t.idList({ required: true, description: `Global ids of 1 to ${MOST_ENROLMENTS} enrolments.` }),
    reason: t.string({ required: true, description: 'Why, in 3 to 500 characters; the audit keeps it with each.' }),
    idempotencyKey: t.string({ description: KEY }),
  }),
});

builder.mutationField('enrolmentsRemove', (t) =>
  t.field({
    authScopes: { may: 'enrolment.remove' },
    type: actResult('EnrolmentsRemoveResult', { name: 'EnrolmentsRemoveSuccess', ref: EnrolmentsRemoveSuccess }, [
      'INVALID_INPUT',
      'FORBIDDEN',
    ]),
    description:
      'Takes several learners out of their runs at once, as `enrolmentRemove` does. Each is answered for itself: one that fails leaves the others alone.',
    args: { input: t.arg({ type: EnrolmentsRemoveInput, required: true, description: 'Whom, and why.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const { enrolmentIds, ...asked } = input;
        const ids = enrolmentIds.map((id) => rowIdOf('Enrolment', String(id)));
        return {
          results: await removeEnrolments(actDependencies(context), { ...asked, by: principalOf(context), enrolmentIds: ids }),
        };
      }),
  }),
);
