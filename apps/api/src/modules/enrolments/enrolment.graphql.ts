import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { onlyAtProvider } from '../../access/guard-field.js';
import { visibleRow } from '../../access/visible-node.js';
import { visibleEnrolments } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { Provenance } from '../changes/provenance.graphql.js';

export const EnrolmentStatus = storedEnum('EnrolmentStatus', ENROLMENT_STATUSES, {
  description: 'Where an enrolment stands here.',
  words: {
    Active: 'Enrolled.',
    Confirmed: 'Enrolled and confirmed.',
    Pending: 'Not confirmed at SSG yet.',
    Cancelled: 'Cancelled at SSG.',
    Withdrawn: 'Withdrawn at SSG.',
    Rejected: 'Rejected at SSG.',
    'Admin Removed': 'Removed here by an admin: no sync brings it back (S0.17, S0.18).',
  },
});

/** Ids are made in order of time, so the order stays while rows are added. */
const ENROLMENT_ORDER = [{ id: 'asc' as const }];

export const Enrolment = builder.prismaNode('Enrolment', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleEnrolments, (prisma, where) => prisma.enrolment.findMany({ where, select: { id: true } })),
  description: 'A learner in a course run (SSG: enrolment; table `enrollment`).',
  select: { id: true, providerId: true },
  fields: (t) => ({
    referenceNumber: t.exposeString('referenceNumber', {
      nullable: true,
      description: 'SSG’s reference number, `ENR-YYMM-NNNNNN`.',
    }),
    status: t.field({
      type: EnrolmentStatus.ref,
      description: 'Where the enrolment stands here.',
      select: { status: true },
      resolve: (enrolment) => EnrolmentStatus.read(enrolment.status),
    }),
    ssgStatus: t.exposeString('ssgStatus', { nullable: true, description: 'The status word as SSG sent it.' }),
    unconfirmedSince: t.expose('unconfirmedSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when SSG no longer lists it. A report: nothing is deleted.',
    }),
    enrolledAt: t.expose('enrolledAt', { type: 'DateTime', nullable: true, description: 'When the class was activated.' }),
    provenance: t.field({
      ...onlyAtProvider('change.read'),
      nullable: true,
      type: [Provenance],
      description: 'Where the values of its columns come from. Null with FORBIDDEN for those without `change.read`.',
      args: { field: t.arg.string({ description: 'Only this column.' }) },
      resolve: async (enrolment, { field }, { provenance }) =>
        (await provenance(enrolment.id)).filter((row) => field == null || row.field === field),
    }),
    version: t.exposeInt('version', { description: 'Rises with every change of the row.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the row was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the row last changed.' }),
    learner: t.relation('learner', { ...onlyAtProvider('learner.read'), description: 'Who is enrolled.' }),
    courseRun: t.relation('courseRun', { ...onlyAtProvider('course_run.read'), description: 'The run they are enrolled in.' }),
    course: t.relation('course', { ...onlyAtProvider('course.read'), description: 'The course of that run.' }),
    provider: t.relation('provider', { description: 'The provider that holds the run.' }),
  }),
});

export const enrolmentConnection = connectionType('Enrolment', Enrolment, 'enrolments');

const relatedEnrolments = {
  cursor: 'id',
  totalCount: true,
  query: (_args: object, context: GraphqlContext) => ({
    where: visibleEnrolments(principalOf(context)),
    orderBy: ENROLMENT_ORDER,
  }),
} as const;

builder.prismaObjectField('CourseRun', 'enrolments', (t) =>
  t.relatedConnection(
    'enrolments',
    { ...relatedEnrolments, description: 'Its enrolments, oldest first.' },
    ...enrolmentConnection,
  ),
);

builder.prismaObjectField('Learner', 'enrolments', (t) =>
  t.relatedConnection(
    'enrolments',
    { ...relatedEnrolments, description: 'Their enrolments, oldest first.' },
    ...enrolmentConnection,
  ),
);
