import { readTrainerLists } from '@rollcall/domain/trainer/read-trainer-lists';
import { visibleCourses } from '../../access/visible-rows.js';
import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, principalOf } from '../../graphql/context.js';
import { DESCRIPTIONS } from '../course-runs/act-arguments.graphql.js';
import { loadListedUsers } from '../trainers/load-trainer-facts.js';
import { Course } from './course.graphql.js';
import { TrainerListEntry } from './trainer-list-entry.graphql.js';
import { type UpdatedTrainerLists, updateTrainerLists } from './update-trainer-lists.js';

builder.prismaObjectField('Course', 'version', (t) =>
  t.exposeInt('version', { description: 'Rises with every change of the row.' }),
);

const CourseTrainerListsUpdateSuccess = builder.objectRef<UpdatedTrainerLists>('CourseTrainerListsUpdateSuccess').implement({
  description: 'The trainer lists are so now, or in a dry run would be.',
  fields: (t) => ({
    course: t.prismaField({
      type: Course,
      nullable: true,
      description: 'The course as it is now; null where you may not see it.',
      resolve: (query, { courseId }, _args, context) =>
        context.database.prisma.course.findFirst({
          ...query,
          where: { AND: [{ id: courseId }, visibleCourses(principalOf(context))] },
        }),
    }),
    entries: t.field({
      type: [TrainerListEntry],
      description: 'Both lists as the sync reads them: whom each entry means, or why it means nobody.',
      resolve: async ({ providerId, ...lists }, _args, { database }) =>
        readTrainerLists(lists, await loadListedUsers(database.pool, providerId, [lists])),
    }),
    changed: t.exposeBoolean('changed', { description: 'False where it was so already, and in a dry run.' }),
  }),
});

const CourseTrainerListsUpdateInput = builder.inputType('CourseTrainerListsUpdateInput', {
  description: 'Whom a course is to be taught by; a list that is left out stays, null or blanks empty it.',
  fields: (t) => ({
    courseId: t.id({ required: true, description: 'Global id of the course.' }),
    trainersEmailList: t.string({ description: 'E-mail addresses, most wanted first, separated by | or ; or line breaks.' }),
    trainersList: t.string({ description: 'Names, most wanted first, separated by | or ; or line breaks.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Tell how the lists are read, and write nothing.' }),
    reason: t.string({ description: DESCRIPTIONS.reason }),
    expectedVersion: t.int({ description: 'The version of the course that was read; refused where it is another by now.' }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
  }),
});

builder.mutationField('courseTrainerListsUpdate', (t) =>
  t.field({
    authScopes: { may: 'course.update' },
    type: actResult<UpdatedTrainerLists>(
      'CourseTrainerListsUpdateResult',
      { name: 'CourseTrainerListsUpdateSuccess', ref: CourseTrainerListsUpdateSuccess },
      ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'STALE_VERSION'],
    ),
    description:
      'Changes the trainer lists of a course, which the sync falls back on and Next Trainer is computed from (S0.27, S0.28, S0.33). Runs that have a trainer keep them.',
    args: { input: t.arg({ type: CourseTrainerListsUpdateInput, required: true, description: 'Which course, and the lists.' }) },
    resolve: (_root, { input: { courseId, ...wish } }, context) =>
      answerAct(() =>
        updateTrainerLists(actDependencies(context), {
          ...wish,
          courseId: rowIdOf('Course', String(courseId)),
          by: principalOf(context),
        }),
      ),
  }),
);
