import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, principalOf } from '../../graphql/context.js';
import { AuditEntryFilter } from '../audit/audit-queries.graphql.js';
import { CourseRunFilter } from '../course-runs/course-run-filter.graphql.js';
import { EnrolmentFilter } from '../enrolments/enrolment-queries.graphql.js';
import { LearnerFilter } from '../learners/learner-queries.graphql.js';
import { SyncLogFilter } from '../sync/sync-log.graphql.js';
import { TrainerFilter } from '../trainers/trainer-queries.graphql.js';
import { DataExport, ExportConnection, ExportFormat } from './data-export.graphql.js';
import { MOST_UNFINISHED, startExport } from './start-export.js';
import { MOST_ROWS } from './write-export.js';

const ExportFilter = builder.inputType('ExportFilter', {
  description: 'Which rows of the list: at most one of these, the one of what is exported.',
  fields: (t) => ({
    courseRuns: t.field({ type: CourseRunFilter, description: 'With COURSE_RUNS.' }),
    enrolments: t.field({ type: EnrolmentFilter, description: 'With ENROLMENTS.' }),
    learners: t.field({
      type: LearnerFilter,
      description: 'With LEARNERS; without `identifier`, by which no file is asked for.',
    }),
    trainers: t.field({ type: TrainerFilter, description: 'With TRAINERS.' }),
    syncLogs: t.field({ type: SyncLogFilter, description: 'With SYNC_LOGS.' }),
    auditEntries: t.field({ type: AuditEntryFilter, description: 'With AUDIT_ENTRIES.' }),
  }),
});

const ExportStartInput = builder.inputType('ExportStartInput', {
  description: 'A file to be written.',
  fields: (t) => ({
    provider: t.string({ required: true, description: 'UEN of the provider whose rows are written.' }),
    connection: t.field({ type: ExportConnection.ref, required: true, description: 'The list; you must be allowed to read it.' }),
    filter: t.field({ type: ExportFilter, description: 'Which rows; left out: all that you may see.' }),
    format: t.field({ type: ExportFormat.ref, required: true, description: 'How rows are written.' }),
    idempotencyKey: t.string({
      description: 'A text of your own for this request: asking again with it answers the same and does nothing.',
    }),
  }),
});

const Success = builder.objectRef<{ exportId: string }>('ExportStartSuccess').implement({
  description: 'The file is queued.',
  fields: (t) => ({
    dataExport: t.prismaField({
      type: DataExport,
      description: 'The file; ask `node` for it again to see how far it is.',
      resolve: (query, { exportId }, _args, { database }) =>
        database.prisma.dataExport.findUniqueOrThrow({ ...query, where: { id: exportId } }),
    }),
  }),
});

builder.mutationField('exportStart', (t) =>
  t.field({
    authScopes: { may: 'export.start' },
    type: actResult('ExportStartResult', { name: 'ExportStartSuccess', ref: Success }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description: `Has a list’s rows written to a file, which is kept for a day. At most ${MOST_ROWS} rows, and ${MOST_UNFINISHED} unfinished files at a time.`,
    args: { input: t.arg({ type: ExportStartInput, required: true, description: 'What to write.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { provider, connection, filter, format, idempotencyKey } = input;
        return startExport(actDependencies(context), {
          by: principalOf(context),
          idempotencyKey,
          input: { provider, connection, filters: filter ?? {}, format },
        });
      }),
  }),
);
