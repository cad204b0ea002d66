import { globalIdOf } from '../../../contract/global-id.js';
import { graphqlName } from '../../../graphql/stored-enum.js';
import { type EnrolmentFilter, whereEnrolments } from '../../enrolments/enrolment-queries.graphql.js';
import { dayOf, exportSource, instantOf } from '../export-source.js';

/** Enrolments as `enrolments` lists them. */
export const enrolmentSource = exportSource({
  dates: [],
  where: (filter: typeof EnrolmentFilter.$inferInput, context, { id: providerId }) => ({
    AND: [{ providerId }, whereEnrolments(filter, context)],
  }),
  count: (rows, where, take) => rows.enrolment.count({ where, take }),
  page: (rows, where, after, take) =>
    rows.enrolment.findMany({
      where: { AND: [where, after] },
      orderBy: { id: 'asc' },
      take,
      select: {
        id: true,
        referenceNumber: true,
        status: true,
        ssgStatus: true,
        unconfirmedSince: true,
        enrolledAt: true,
        version: true,
        createdAt: true,
        updatedAt: true,
        learner: { select: { id: true, name: true, nricMasked: true } },
        courseRun: { select: { ssgRunId: true, startDate: true, endDate: true } },
        course: { select: { courseCode: true, title: true } },
      },
    }),
  columns: {
    id: ({ id }) => globalIdOf('Enrolment', id),
    referenceNumber: ({ referenceNumber }) => referenceNumber,
    status: ({ status }) => graphqlName(status),
    ssgStatus: ({ ssgStatus }) => ssgStatus,
    unconfirmedSince: ({ unconfirmedSince }) => instantOf(unconfirmedSince),
    enrolledAt: ({ enrolledAt }) => instantOf(enrolledAt),
    'learner.id': ({ learner }) => globalIdOf('Learner', learner.id),
    'learner.name': ({ learner }) => learner.name,
    'learner.identifierMasked': ({ learner }) => learner.nricMasked,
    'courseRun.ssgRunId': ({ courseRun }) => courseRun.ssgRunId,
    'courseRun.startDate': ({ courseRun }) => dayOf(courseRun.startDate),
    'courseRun.endDate': ({ courseRun }) => dayOf(courseRun.endDate),
    'course.courseCode': ({ course }) => course.courseCode,
    'course.title': ({ course }) => course.title,
    version: ({ version }) => version,
    createdAt: ({ createdAt }) => instantOf(createdAt),
    updatedAt: ({ updatedAt }) => instantOf(updatedAt),
  },
  needs: { learner: 'learner.read', courseRun: 'course_run.read', course: 'course.read' },
});
