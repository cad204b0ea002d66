import { stringify } from 'safe-stable-stringify';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { globalIdOf } from '../../contract/global-id.js';
import { readCursor } from '../../events/activity.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { showsEvent } from '../../graphql/guard-events.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { COURSE_RUN_ORDER, CourseRun } from '../course-runs/course-run.graphql.js';
import { COURSE_RUN_CHANGE_KINDS, type CourseRunsChange, courseRunsChangeOf } from './course-runs-change.js';
import { type ActivityEvent, ActivityStreams, isTold, toldNow } from './follow-activity.js';

const CourseRunChangeKind = storedEnum('CourseRunChangeKind', COURSE_RUN_CHANGE_KINDS, {
  description: 'What made a course run another than it was.',
  words: {
    'course_run.changed': 'A field of the run itself, or the run is new.',
    'trainer.changed': 'Its trainers, or who declined it.',
    'enrolment.changed': 'An enrolment in it, or one that left it for another run.',
  },
});

const CourseRunsChangedFilter = builder.inputType('CourseRunsChangedFilter', {
  description: 'Which course runs are followed; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    courseCode: t.string({ description: 'Exactly this course code.' }),
    ssgRunId: t.string({ description: 'Exactly this SSG run id.' }),
    kinds: t.field({ type: [CourseRunChangeKind.ref], description: 'Changes of these kinds.' }),
  }),
});

const CourseRunsChange = builder.objectRef<CourseRunsChange>('CourseRunsChange').implement({
  description: 'Course runs that changed together.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Where it stands in the log; give the newest as `after` to go on from there.',
    }),
    kinds: t.field({
      type: [CourseRunChangeKind.ref],
      description: 'What kinds of change they were.',
      resolve: ({ kinds }) => kinds,
    }),
    courseRuns: t.prismaField({
      type: [CourseRun],
      description: 'The runs as they are now, those that you may see; about a hundred at most.',
      resolve: (query, { courseRunIds }, _args, context) =>
        context.database.prisma.courseRun.findMany({
          ...query,
          where: { AND: [visibleCourseRuns(principalOf(context)), { id: { in: courseRunIds } }] },
          orderBy: COURSE_RUN_ORDER,
        }),
    }),
    changeSetIds: t.idList({
      description: 'Global ids of the change sets that say, field by field, what changed and by which rule.',
      resolve: ({ changeSetIds }) => changeSetIds.map((id) => globalIdOf('ChangeSet', id)),
    }),
    happenedAt: t.expose('happenedAt', { type: 'DateTime', description: 'When the newest of it happened.' }),
  }),
});

const streams = new ActivityStreams<CourseRunsChange>();

builder.subscriptionField('courseRunsChanged', (t) =>
  t.field({
    authScopes: { may: 'course_run.read' },
    // By what they may do by then: whoever lost a provider meanwhile is not even told that something happened there.
    ...showsEvent<ActivityEvent<CourseRunsChange>>((event, principal) => isTold(event.toldTo(principal))),
    type: CourseRunsChange,
    description:
      'Course runs that change from now on, or since `after`, whoever changes them: a sync, an admin, the clock. What happens together comes together, nothing is left out and nothing comes twice. After a lost connection subscribe again, anywhere, with the last `cursor` that arrived; the log is kept for thirty days, and an older cursor is answered with the code CURSOR_TOO_OLD.',
    args: {
      filter: t.arg({ type: CourseRunsChangedFilter, description: 'Which course runs.' }),
      after: t.arg.string({ description: 'The cursor of the last event already known; nothing: from now on.' }),
    },
    subscribe: async (_root, { filter, after }, context) => {
      const principal = principalOf(context);
      const batches = await context.events.activity(after == null ? null : readCursor(after));
      return streams.follow(batches, { principal, asked: stringify(filter ?? null) ?? '' }, (batch, by) =>
        courseRunsChangeOf(context.database, by, filter ?? {}, batch),
      );
    },
    resolve: (event: ActivityEvent<CourseRunsChange>, _args, context) => toldNow(event, principalOf(context)),
  }),
);
