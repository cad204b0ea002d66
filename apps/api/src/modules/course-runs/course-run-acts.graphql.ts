import { ActRefusal } from '../../acts/act-refusal.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { sentenceOf } from '../changes/provenance.graphql.js';
import { SyncBatch } from '../sync/sync-batch.graphql.js';
import { TrainerOutcome } from '../trainers/trainer-enums.graphql.js';
import { courseRunRowId, DESCRIPTIONS } from './act-arguments.graphql.js';
import { CourseRun } from './course-run.graphql.js';
import { ClassStatus, ClassType } from './course-run-enums.graphql.js';
import { type CourseRunReader, createCourseRunReader } from './course-run-reader.graphql.js';
import { type ResolvedTrainer, resolveTrainer } from './resolve-trainer.js';
import { answerRun, answerRuns, runActDependencies, runResult, runsResult } from './run-act-result.graphql.js';
import { setClassStatus, setClassType } from './set-class.js';
import { type BegunSync, type RunToSync, syncNow } from './sync-now.js';

const statusResult = runResult('CourseRunSetClassStatus', 'The class status is set.');

const CourseRunSetClassStatusInput = builder.inputType('CourseRunSetClassStatusInput', {
  description: 'Whether a class takes place.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    classStatus: t.field({ type: ClassStatus.ref, required: true, description: 'Whether it takes place.' }),
    reason: t.string({ required: true, description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunSetClassStatus', (t) =>
  t.field({
    authScopes: { may: 'course_run.set_class' },
    type: statusResult,
    description:
      'Says whether a class takes place (S0.23). The lifecycle is the clock’s and stays (X1); learners who are enrolled stay so, and are counted in a warning.',
    args: { input: t.arg({ type: CourseRunSetClassStatusInput, required: true, description: 'Which class, and what of it.' }) },
    resolve: (_root, { input: { courseRunId, ...wish } }, context) =>
      answerRun(context, () =>
        setClassStatus(runActDependencies(context), {
          ...wish,
          courseRunIds: [courseRunRowId(courseRunId)],
          many: false,
          by: principalOf(context),
        }),
      ),
  }),
);

const CourseRunsSetClassStatusInput = builder.inputType('CourseRunsSetClassStatusInput', {
  description: 'Whether several classes take place.',
  fields: (t) => ({
    courseRunIds: t.idList({ required: true, description: DESCRIPTIONS.courseRunIds }),
    classStatus: t.field({ type: ClassStatus.ref, required: true, description: 'Whether they take place.' }),
    reason: t.string({ required: true, description: DESCRIPTIONS.reason }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunsSetClassStatus', (t) =>
  t.field({
    authScopes: { may: 'course_run.set_class' },
    type: runsResult('CourseRunsSetClassStatus', statusResult),
    description: 'Says of up to 100 classes whether they take place, each as by `courseRunSetClassStatus`.',
    args: {
      input: t.arg({ type: CourseRunsSetClassStatusInput, required: true, description: 'Which classes, and what of them.' }),
    },
    resolve: (_root, { input }, context) =>
      answerRuns(context, () =>
        setClassStatus(runActDependencies(context), {
          ...input,
          courseRunIds: input.courseRunIds.map(courseRunRowId),
          many: true,
          by: principalOf(context),
        }),
      ),
  }),
);

const CourseRunSetClassTypeInput = builder.inputType('CourseRunSetClassTypeInput', {
  description: 'How a class is held.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    classType: t.field({ type: ClassType.ref, required: true, description: 'How it is held.' }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunSetClassType', (t) =>
  t.field({
    authScopes: { may: 'course_run.set_class' },
    type: runResult('CourseRunSetClassType', 'The class type is set.'),
    description: 'Says how a class is held (S0.23). The mode of learning is SSG’s, and stays.',
    args: { input: t.arg({ type: CourseRunSetClassTypeInput, required: true, description: 'Which class, and how.' }) },
    resolve: (_root, { input: { courseRunId, ...wish } }, context) =>
      answerRun(context, () =>
        setClassType(runActDependencies(context), {
          ...wish,
          courseRunId: courseRunRowId(courseRunId),
          by: principalOf(context),
        }),
      ),
  }),
);

const TrainerNotice = builder.objectRef<ResolvedTrainer['notices'][number]>('TrainerNotice').implement({
  description: 'Why a name or an address gave nobody.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'Id of the rule that decided.' }),
    ruleText: t.string({ nullable: true, description: 'The rule in a sentence.', resolve: ({ rule }) => sentenceOf(rule) }),
    message: t.exposeString('message', { description: 'Why, in this case.' }),
  }),
});

const ResolvedContact = builder.objectRef<{ name: string; email: string }>('ResolvedTrainer').implement({
  description: 'The trainer whom the pass found.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name.' }),
    email: t.exposeString('email', { description: 'E-mail address.' }),
  }),
});

const CourseRunResolveTrainerSuccess = builder
  .objectRef<ResolvedTrainer & { read: CourseRunReader }>('CourseRunResolveTrainerSuccess')
  .implement({
    description: 'What the trainer pass makes of the run.',
    fields: (t) => ({
      courseRun: t.prismaField({
        type: CourseRun,
        nullable: true,
        description: 'The run as it is now; null where you may not see it.',
        resolve: (query, { courseRunId, read }, _args, _context, info) => read(courseRunId, { ...query }, info),
      }),
      outcome: t.field({ type: TrainerOutcome.ref, description: 'What it concluded.', resolve: ({ outcome }) => outcome }),
      trainer: t.field({
        type: ResolvedContact,
        nullable: true,
        description: 'Whom it assigned, or would; null where the run keeps its trainer, or nobody was found.',
        resolve: ({ trainer }) => trainer,
      }),
      changed: t.exposeBoolean('changed', { description: 'Whether anything was written; never in a dry run.' }),
      notices: t.field({
        type: [TrainerNotice],
        description: 'Why others were passed over, in the order they were looked at.',
        resolve: ({ notices }) => notices,
      }),
    }),
  });

const CourseRunResolveTrainerInput = builder.inputType('CourseRunResolveTrainerInput', {
  description: 'Which run to look for a trainer for.',
  fields: (t) => ({
    courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Decide and tell, and write nothing.' }),
    withoutSsg: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Take the course’s lists alone, for when SSG cannot be reached. Who is found so stays, even where SSG has another.',
    }),
    expectedVersion: t.int({ description: DESCRIPTIONS.expectedVersion }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseRunResolveTrainer', (t) =>
  t.field({
    authScopes: { may: 'course_run.assign_trainer' },
    type: actResult(
      'CourseRunResolveTrainerResult',
      { name: 'CourseRunResolveTrainerSuccess', ref: CourseRunResolveTrainerSuccess },
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN', 'STALE_VERSION'],
    ),
    description:
      'Runs the night’s trainer pass for one run now: SSG’s linked trainers, else the course’s e-mail list, else its name list (S0.26–S0.28). A run with a trainer keeps them (S0.32).',
    args: { input: t.arg({ type: CourseRunResolveTrainerInput, required: true, description: 'Which run, and how.' }) },
    resolve: (_root, { input: { courseRunId, ...wish } }, context) =>
      answerAct(async () => {
        const { ssg, settings } = context;
        const deps = { ...runActDependencies(context), ssg, settings };
        const resolved = await resolveTrainer(deps, {
          ...wish,
          courseRunId: courseRunRowId(courseRunId),
          by: principalOf(context),
        });
        return { ...resolved, read: createCourseRunReader(context) };
      }),
  }),
);

const CourseRunSyncNowSuccess = builder.objectRef<BegunSync>('CourseRunSyncNowSuccess').implement({
  description: 'The sync was begun, and goes on in the background.',
  fields: (t) => ({
    batch: t.prismaField({
      type: SyncBatch,
      description: 'Its batch: ask for it again, or subscribe, to see how it goes.',
      resolve: (query, { batchId }, _args, { database }) =>
        database.prisma.syncBatch.findUniqueOrThrow({ ...query, where: { id: batchId } }),
    }),
    continued: t.exposeBoolean('continued', {
      description: 'True where an earlier sync of this run, that was stopped, goes on.',
    }),
  }),
});

const CourseRunSyncNowInput = builder.inputType('CourseRunSyncNowInput', {
  description: 'Which run to read from SSG: by its id here, or by SSG’s where it is not known here.',
  fields: (t) => ({
    courseRunId: t.id({ description: `${DESCRIPTIONS.courseRunId} This, or \`ssgRunId\` with \`provider\`.` }),
    ssgRunId: t.string({ description: 'SSG’s run id.' }),
    provider: t.string({ description: 'UEN of the provider, with `ssgRunId`.' }),
  }),
});

/** Throws `ActRefusal` unless a run is named in exactly one way. */
function runToSync({ courseRunId, ssgRunId, provider }: typeof CourseRunSyncNowInput.$inferInput): RunToSync {
  if (courseRunId != null && ssgRunId == null && provider == null) return { courseRunId: courseRunRowId(courseRunId) };
  if (courseRunId == null && ssgRunId != null && provider != null) return { ssgRunId, providerUen: provider };
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'A run is named by its id here, or by SSG’s together with its provider.',
    remedy: 'Give `courseRunId` alone, or `ssgRunId` and `provider`.',
    path: ['input'],
  });
}

builder.mutationField('courseRunSyncNow', (t) =>
  t.field({
    authScopes: { may: 'course_run.sync' },
    type: actResult('CourseRunSyncNowResult', { name: 'CourseRunSyncNowSuccess', ref: CourseRunSyncNowSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'FORBIDDEN',
      'SYNC_RUNNING',
    ]),
    description:
      'Reads one run from SSG now: the run, its enrolments and trainers, as a night does. There is no idempotency key: a provider has one sync at a time, and reading twice ends in the same rows.',
    args: { input: t.arg({ type: CourseRunSyncNowInput, required: true, description: 'Which run.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { database, requestId: correlationId, beginSync } = context;
        return syncNow({ database, correlationId, beginSync }, { by: principalOf(context), run: runToSync(input) });
      }),
  }),
);
