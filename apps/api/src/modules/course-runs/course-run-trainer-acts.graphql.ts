import { ActRefusal } from '../../acts/act-refusal.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { RunTrainerRole } from '../trainers/trainer-enums.graphql.js';
import { courseRunRowId, DESCRIPTIONS, trainerRowId } from './act-arguments.graphql.js';
import { assignTrainers } from './assign-trainers.js';
import { declineTrainer } from './decline-trainer.js';
import type { NamedUser } from './find-provider-user.js';
import { removeTrainers } from './remove-trainers.js';
import { reorderTrainers } from './reorder-trainers.js';
import { answerRun, answerRuns, runActDependencies, runResult, runsResult } from './run-act-result.graphql.js';

/** Throws `ActRefusal` unless a trainer is named in exactly one way. */
function namedBy({ trainerId, email }: { trainerId?: string | number | null; email?: string | null }): NamedUser {
  if (trainerId != null && email == null) return { id: trainerRowId(trainerId) };
  if (email != null && trainerId == null) return { email };
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: trainerId == null ? 'No trainer is named.' : 'The trainer is named twice.',
    remedy: 'Give `trainerId` or `email`, and not both.',
    path: ['input', 'trainerId'],
  });
}

const assignResult = runResult('CourseRunTrainerAssign', 'The trainer is linked to the run.');

const CourseRunTrainerAssignInput = builder.inputType('CourseRunTrainerAssignInput', {
  description: 'Whom to link to a run, and as what.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    trainerId: t.id({ description: `${DESCRIPTIONS.trainerId} This or \`email\`.` }),
    email: t.string({ description: 'E-mail address of the trainer. This or `trainerId`.' }),
    role: t.field({
      type: RunTrainerRole.ref,
      required: true,
      defaultValue: 'trainer',
      description: 'What they do in the run.',
    }),
    position: t.int({ description: 'Their place among those linked, 0 is the first. Left out: the last, or where they are.' }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunTrainerAssign', (t) =>
  t.field({
    authScopes: { may: 'course_run.assign_trainer' },
    type: assignResult,
    description:
      'Links a trainer or an assessor to a run. The first of those linked who teaches is the assigned trainer; Trainer (TPG) stays as SSG has it (S0.31). A decline of theirs is withdrawn.',
    args: { input: t.arg({ type: CourseRunTrainerAssignInput, required: true, description: 'Whom, and to which run.' }) },
    resolve: (_root, { input }, context) =>
      answerRun(context, async () => {
        const { courseRunId, role, position = null, reason, expectedVersion, idempotencyKey } = input;
        const wish = { courseRunIds: [courseRunRowId(courseRunId)], many: false, trainer: namedBy(input), role, position };
        const by = principalOf(context);
        return assignTrainers(runActDependencies(context), { ...wish, by, reason, expectedVersion, idempotencyKey });
      }),
  }),
);

const CourseRunsTrainerAssignInput = builder.inputType('CourseRunsTrainerAssignInput', {
  description: 'Whom to link to several runs.',
  fields: (t) => ({
    courseRunIds: t.idList({ required: true, description: DESCRIPTIONS.courseRunIds }),
    trainerId: t.id({ description: `${DESCRIPTIONS.trainerId} This or \`email\`.` }),
    email: t.string({ description: 'E-mail address of the trainer. This or `trainerId`.' }),
    role: t.field({
      type: RunTrainerRole.ref,
      required: true,
      defaultValue: 'trainer',
      description: 'What they do in the runs.',
    }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunsTrainerAssign', (t) =>
  t.field({
    authScopes: { may: 'course_run.assign_trainer' },
    type: runsResult('CourseRunsTrainerAssign', assignResult),
    description: 'Links one person to up to 100 runs, each as by `courseRunTrainerAssign`, behind those who are linked already.',
    args: { input: t.arg({ type: CourseRunsTrainerAssignInput, required: true, description: 'Whom, and to which runs.' }) },
    resolve: (_root, { input }, context) =>
      answerRuns(context, async () => {
        const { courseRunIds, role, reason, idempotencyKey } = input;
        const wish = {
          courseRunIds: courseRunIds.map(courseRunRowId),
          many: true,
          trainer: namedBy(input),
          role,
          position: null,
        };
        return assignTrainers(runActDependencies(context), { ...wish, by: principalOf(context), reason, idempotencyKey });
      }),
  }),
);

const CourseRunTrainerRemoveInput = builder.inputType('CourseRunTrainerRemoveInput', {
  description: 'Whom to take out of a run.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    trainerId: t.id({ required: true, description: DESCRIPTIONS.trainerId }),
    role: t.field({ type: RunTrainerRole.ref, description: 'Only in this role. Left out: whatever they do in the run.' }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunTrainerRemove', (t) =>
  t.field({
    authScopes: { may: 'course_run.assign_trainer' },
    type: runResult('CourseRunTrainerRemove', 'The trainer is not linked to the run any more.'),
    description:
      'Takes somebody out of a run. Who taught counts as declined, so that neither SSG nor a list brings them back; where nobody teaches then, the next sync looks for another (S0.25).',
    args: { input: t.arg({ type: CourseRunTrainerRemoveInput, required: true, description: 'Whom, and from which run.' }) },
    resolve: (_root, { input }, context) =>
      answerRun(context, () => {
        const { courseRunId, trainerId, role = null, reason, expectedVersion, idempotencyKey } = input;
        const wish = { courseRunIds: [courseRunRowId(courseRunId)], many: false, trainerId: trainerRowId(trainerId), role };
        const by = principalOf(context);
        return removeTrainers(runActDependencies(context), { ...wish, by, reason, expectedVersion, idempotencyKey });
      }),
  }),
);

const CourseRunTrainerReorderInput = builder.inputType('CourseRunTrainerReorderInput', {
  description: 'The order of those linked to a run.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    trainerIds: t.idList({ required: true, description: 'Global ids of everybody linked, first to last, each once.' }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunTrainerReorder', (t) =>
  t.field({
    authScopes: { may: 'course_run.assign_trainer' },
    type: runResult('CourseRunTrainerReorder', 'Those linked to the run are in this order.'),
    description: 'Puts those linked to a run in another order; the first who teaches is the assigned trainer.',
    args: { input: t.arg({ type: CourseRunTrainerReorderInput, required: true, description: 'Which run, and the order.' }) },
    resolve: (_root, { input }, context) =>
      answerRun(context, () => {
        const { reason, expectedVersion, idempotencyKey } = input;
        const wish = { courseRunId: courseRunRowId(input.courseRunId), trainerIds: input.trainerIds.map(trainerRowId) };
        const by = principalOf(context);
        return reorderTrainers(runActDependencies(context), { ...wish, by, reason, expectedVersion, idempotencyKey });
      }),
  }),
);

const CourseRunTrainerDeclineInput = builder.inputType('CourseRunTrainerDeclineInput', {
  description: 'Who cannot take a run, or can after all.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    trainerId: t.id({ required: true, description: DESCRIPTIONS.trainerId }),
    reason: t.string({ required: true, description: DESCRIPTIONS.reason }),
    withdraw: t.boolean({ required: true, defaultValue: false, description: 'True takes a decline back.' }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunTrainerDecline', (t) =>
  t.field({
    authScopes: { may: 'course_run.decline' },
    type: runResult('CourseRunTrainerDecline', 'The decline is recorded, or withdrawn.'),
    description:
      'Records that a trainer cannot take a run: Next Trainer and every sync pass them over (S0.33), and where they were linked they are taken out. Trainers may do this for themselves, for runs that they have, are the next to be asked for, or have declined.',
    args: { input: t.arg({ type: CourseRunTrainerDeclineInput, required: true, description: 'Who, and which run.' }) },
    resolve: (_root, { input }, context) =>
      answerRun(context, () => {
        const { courseRunId, trainerId, ...wish } = input;
        const ids = { courseRunId: courseRunRowId(courseRunId), trainerId: trainerRowId(trainerId) };
        return declineTrainer(runActDependencies(context), { ...wish, ...ids, by: principalOf(context) });
      }),
  }),
);
