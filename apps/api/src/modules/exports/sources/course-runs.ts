import { visibleCourseRuns } from '../../../access/visible-rows.js';
import { globalIdOf } from '../../../contract/global-id.js';
import { principalOf } from '../../../graphql/context.js';
import { graphqlName } from '../../../graphql/stored-enum.js';
import { type CourseRunFilter, whereCourseRuns } from '../../course-runs/course-run-filter.graphql.js';
import { firstLocalTrainer, SELECT_RUN_TRAINERS } from '../../course-runs/trainer-columns.js';
import { dayOf, exportSource, instantOf } from '../export-source.js';

/** Course runs as `courseRuns` lists them. */
export const courseRunSource = exportSource({
  dates: ['startFrom', 'startTo'],
  where: async (filter: typeof CourseRunFilter.$inferInput, context, { id: providerId, uen }) => ({
    AND: [
      visibleCourseRuns(principalOf(context)),
      { providerId },
      // Upcoming runs are those of a provider: where the filter names none, of the one that is exported.
      await whereCourseRuns({ ...filter, provider: filter.provider ?? uen }, context),
    ],
  }),
  count: (rows, where, take) => rows.courseRun.count({ where, take }),
  page: (rows, where, after, take) =>
    rows.courseRun.findMany({
      where: { AND: [where, after] },
      orderBy: { id: 'asc' },
      take,
      include: { course: { select: { courseCode: true, title: true } }, ...SELECT_RUN_TRAINERS },
    }),
  columns: {
    id: ({ id }) => globalIdOf('CourseRun', id),
    ssgRunId: ({ ssgRunId }) => ssgRunId,
    'course.courseCode': ({ course }) => course.courseCode,
    'course.title': ({ course }) => course.title,
    classStatus: ({ classStatus }) => graphqlName(classStatus),
    classType: ({ classType }) => classType && graphqlName(classType),
    lifecycle: ({ lifecycle }) => graphqlName(lifecycle),
    startDate: ({ startDate }) => dayOf(startDate),
    endDate: ({ endDate }) => dayOf(endDate),
    modeOfLearning: ({ modeOfLearning }) => modeOfLearning,
    modeOfTrainingCode: ({ modeOfTrainingCode }) => modeOfTrainingCode,
    digitalAttendanceId: ({ digitalAttendanceId }) => digitalAttendanceId,
    courseVacancyCode: ({ courseVacancyCode }) => courseVacancyCode,
    courseVacancyDescription: ({ courseVacancyDescription }) => courseVacancyDescription,
    'assignedTrainer.name': ({ assignedTrainerId, assignedTrainerName }) => assignedTrainerId && assignedTrainerName,
    'assignedTrainer.email': ({ assignedTrainerId, assignedTrainerEmail }) => assignedTrainerId && assignedTrainerEmail,
    'assignedTrainer.source': ({ assignedTrainerId, assignmentSource }) =>
      assignedTrainerId && assignmentSource && graphqlName(assignmentSource),
    'trainerLocal.name': ({ trainers }) => firstLocalTrainer(trainers)?.trainerName ?? null,
    'trainerLocal.email': ({ trainers }) => firstLocalTrainer(trainers)?.trainerEmail ?? null,
    'trainerTpg.name': ({ tpgAssignedTrainerName }) => tpgAssignedTrainerName,
    'trainerTpg.email': ({ tpgAssignedTrainerEmail }) => tpgAssignedTrainerEmail,
    version: ({ version }) => version,
    createdAt: ({ createdAt }) => instantOf(createdAt),
    updatedAt: ({ updatedAt }) => instantOf(updatedAt),
  },
  needs: { course: 'course.read' },
});
