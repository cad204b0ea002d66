import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { Change, NO_ROW_YET } from '../changes/change-set.graphql.js';
import { courseRunRowId, DESCRIPTIONS } from '../course-runs/act-arguments.graphql.js';
import { CourseRun } from '../course-runs/course-run.graphql.js';
import type { DryRunUnit } from './dry-run.js';
import { type CourseRunPreview, previewCourseRun } from './preview-course-run.js';
import { SyncDecision } from './sync-log.graphql.js';

const CourseRunSyncPreviewSuccess = builder.objectRef<CourseRunPreview>('CourseRunSyncPreviewSuccess').implement({
  description: 'What a sync of the run would do now; nothing was written.',
  fields: (t) => ({
    courseRun: t.prismaField({
      type: CourseRun,
      description: 'The run as it is.',
      resolve: (query, { courseRunId }, _args, { database }) =>
        database.prisma.courseRun.findUniqueOrThrow({ ...query, where: { id: courseRunId } }),
    }),
    sentence: t.exposeString('sentence', { description: 'All of it in a sentence or two, for people.' }),
    changes: t.field({
      type: [Change],
      description: 'The fields it would write, row by row.',
      resolve: ({ changes }) => changes.flatMap(shownChanges),
    }),
    decisions: t.field({
      type: [SyncDecision],
      description: 'What it would leave as it is, and what a person should know, each with its reason.',
      resolve: ({ decisions }) => decisions,
    }),
    callsMade: t.exposeInt('callsMade', { description: 'How many calls to SSG it took to tell.' }),
  }),
});

/** The fields of one planned row in the shape of those that were written. */
const shownChanges = ({ entity: entityType, id, key, fields }: DryRunUnit['changes'][number]) =>
  fields.map(({ field, before, after, owner, rule }) => ({
    id: 0n,
    key,
    entityType,
    entityId: id ?? NO_ROW_YET,
    field,
    before,
    after,
    owner,
    rule,
  }));

const CourseRunSyncPreviewInput = builder.inputType('CourseRunSyncPreviewInput', {
  description: 'Which run to plan.',
  fields: (t) => ({ courseRunId: t.id({ required: true, description: DESCRIPTIONS.courseRunId }) }),
});

builder.mutationField('courseRunSyncPreview', (t) =>
  t.field({
    authScopes: { may: 'course_run.sync' },
    type: actResult('CourseRunSyncPreviewResult', { name: 'CourseRunSyncPreviewSuccess', ref: CourseRunSyncPreviewSuccess }, [
      'NOT_FOUND',
      'REFUSED',
      'FORBIDDEN',
      'SYNC_RUNNING',
    ]),
    description:
      'Tells what `courseRunSyncNow` would do for a run, by the same planner, and writes nothing. A mutation all the same: it calls SSG with the provider’s credentials, at the provider’s pace, and may take some seconds. There is no idempotency key: nothing is changed.',
    args: { input: t.arg({ type: CourseRunSyncPreviewInput, required: true, description: 'Which run.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { database, settings, planSync } = context;
        return previewCourseRun(
          { database, settings, planSync },
          { by: principalOf(context), courseRunId: courseRunRowId(input.courseRunId) },
        );
      }),
  }),
);
