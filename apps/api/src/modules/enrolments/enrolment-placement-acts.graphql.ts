import { notFound } from '../../acts/act-refusal.js';
import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, principalOf } from '../../graphql/context.js';
import { Enrolment } from './enrolment.graphql.js';
import {
  CHANGED,
  ENROLMENT_NOW,
  EnrolmentNotice,
  EXPECTED_VERSION,
  EXPLANATION,
  findEnrolment,
  KEY,
} from './enrolment-outcome.graphql.js';
import { type ReassignmentResult, reassignEnrolment } from './reassign-enrolment.js';
import { type TransferResult, transferEnrolment } from './transfer-enrolment.js';

const FAILURES = ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN', 'STALE_VERSION'] as const;

const NOTICES = 'What to do at SSG, which Rollcall does not tell.';

const EnrolmentReassignSuccess = builder.objectRef<ReassignmentResult>('EnrolmentReassignSuccess').implement({
  description: 'The learner is in the run.',
  fields: (t) => ({
    enrolment: t.prismaField({
      type: Enrolment,
      nullable: true,
      description: `${ENROLMENT_NOW} Where the learner had a row in the run already, it is that one.`,
      resolve: (query, reassigned, _args, context) => findEnrolment(query, reassigned, context),
    }),
    leftEnrolment: t.prismaField({
      type: Enrolment,
      nullable: true,
      description: 'The enrolment that was left behind as Admin Removed; null where there is but one.',
      resolve: (query, { leftEnrolmentId, providerId }, _args, context) =>
        findEnrolment(query, { enrolmentId: leftEnrolmentId, providerId }, context),
    }),
    changed: t.exposeBoolean('changed', { description: CHANGED }),
    explanation: t.exposeString('explanation', { description: EXPLANATION }),
    notices: t.field({ type: [EnrolmentNotice], description: NOTICES, resolve: ({ notices }) => notices }),
  }),
});

const EnrolmentReassignInput = builder.inputType('EnrolmentReassignInput', {
  description: 'Which learner is brought back, or moved to which run of the course.',
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: 'Global id of the enrolment.' }),
    courseRunId: t.id({ description: 'Global id of a run of the same course; left out: the run that the enrolment is in.' }),
    reason: t.string({ description: 'Why, in 3 to 500 characters; the audit keeps it.' }),
    expectedVersion: t.int({ description: EXPECTED_VERSION }),
    idempotencyKey: t.string({ description: KEY }),
  }),
});

builder.mutationField('enrolmentReassign', (t) =>
  t.field({
    authScopes: { may: 'enrolment.reassign' },
    type: actResult('EnrolmentReassignResult', { name: 'EnrolmentReassignSuccess', ref: EnrolmentReassignSuccess }, FAILURES),
    description:
      'Brings a removed learner back as Confirmed, in the same row (S0.19), or moves a learner to another run of the same course, where no sync takes them away again.',
    args: { input: t.arg({ type: EnrolmentReassignInput, required: true, description: 'Whom, and where to.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { enrolmentId, courseRunId, ...asked } = input;
        const target = courseRunId == null ? null : requireRunId(String(courseRunId));
        const enrolment = rowIdOf('Enrolment', String(enrolmentId));
        const reassignment = {
          ...asked,
          reason: asked.reason,
          by: principalOf(context),
          enrolmentId: enrolment,
          courseRunId: target,
        };
        return reassignEnrolment(actDependencies(context), reassignment);
      }),
  }),
);

const EnrolmentTransferSuccess = builder.objectRef<TransferResult>('EnrolmentTransferSuccess').implement({
  description: 'The learner is in the run of the other course.',
  fields: (t) => ({
    enrolment: t.prismaField({
      type: Enrolment,
      nullable: true,
      description: `${ENROLMENT_NOW} A new one has no reference number until SSG has the enrolment.`,
      resolve: (query, transferred, _args, context) => findEnrolment(query, transferred, context),
    }),
    leftEnrolment: t.prismaField({
      type: Enrolment,
      nullable: true,
      description: 'The enrolment that they had, Admin Removed now; null where you may not see enrolments.',
      resolve: (query, { leftEnrolmentId, providerId }, _args, context) =>
        findEnrolment(query, { enrolmentId: leftEnrolmentId, providerId }, context),
    }),
    changed: t.exposeBoolean('changed', { description: CHANGED }),
    explanation: t.exposeString('explanation', { description: EXPLANATION }),
    notices: t.field({ type: [EnrolmentNotice], description: NOTICES, resolve: ({ notices }) => notices }),
  }),
});

const EnrolmentTransferInput = builder.inputType('EnrolmentTransferInput', {
  description: 'Which learner is moved to which run of another course, and why.',
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: 'Global id of the enrolment that they have.' }),
    courseRunId: t.id({ required: true, description: 'Global id of a run of another course of the same provider.' }),
    reason: t.string({ required: true, description: 'Why, in 3 to 500 characters; the audit keeps it.' }),
    expectedVersion: t.int({ description: EXPECTED_VERSION }),
    idempotencyKey: t.string({ description: KEY }),
  }),
});

builder.mutationField('enrolmentTransfer', (t) =>
  t.field({
    authScopes: { may: 'enrolment.transfer' },
    type: actResult('EnrolmentTransferResult', { name: 'EnrolmentTransferSuccess', ref: EnrolmentTransferSuccess }, FAILURES),
    description:
      'Moves a learner to a run of another course: the enrolment they have becomes Admin Removed, and they have a Confirmed one in the run, which SSG does not know of yet.',
    args: { input: t.arg({ type: EnrolmentTransferInput, required: true, description: 'Whom, where to, and why.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { enrolmentId, courseRunId, ...asked } = input;
        const target = requireRunId(String(courseRunId));
        const enrolment = rowIdOf('Enrolment', String(enrolmentId));
        return transferEnrolment(actDependencies(context), {
          ...asked,
          by: principalOf(context),
          enrolmentId: enrolment,
          courseRunId: target,
        });
      }),
  }),
);

/** An id that can be no run's is one of no run. */
function requireRunId(globalId: string): string {
  const id = rowIdOf('CourseRun', globalId);
  if (id === null) throw notFound('course run', ['input', 'courseRunId']);
  return id;
}
