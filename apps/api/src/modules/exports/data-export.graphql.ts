import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { identityOf } from '../../acts/run-act.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { EXPORT_CONNECTIONS, EXPORT_FORMATS, EXPORT_STATUSES } from './export-kinds.js';
import { exportLinksOf, LINK_LIFE_MS } from './export-links.js';

/** One's own; those of everybody at a provider are for who may see what was done there. */
export const visibleExports = (principal: Principal): Prisma.DataExportWhereInput => ({
  OR: [
    { AND: [{ requestedBy: identityOf(principal) }, visibleAtProvider(principal, 'export.start')] },
    visibleAtProvider(principal, 'audit.read'),
  ],
});

export const ExportConnection = storedEnum('ExportConnection', EXPORT_CONNECTIONS, {
  description: 'The lists that can be written to a file.',
  words: {
    course_runs: 'Course runs, as `courseRuns`.',
    enrolments: 'Enrolments, as `enrolments`.',
    learners: 'Learners, as `learners`: masked.',
    trainers: 'Trainers, as `trainers`.',
    sync_logs: 'Log lines of the syncs, as `syncLogs`.',
    audit_entries: 'Who did or saw what, as `auditEntries`.',
  },
});

export const ExportFormat = storedEnum('ExportFormat', EXPORT_FORMATS, {
  description: 'How rows are written. Both in UTF-8.',
  words: {
    csv: 'Comma-separated (RFC 4180), a header first, with a byte order mark for Excel; what begins like a formula gets an apostrophe in front.',
    jsonl: 'A JSON object per line, nested as here.',
  },
});

const DataExportStatus = storedEnum('DataExportStatus', EXPORT_STATUSES, {
  description: 'How far a file is.',
  words: {
    queued: 'Waits for a worker.',
    running: 'Is being written.',
    completed: 'Can be downloaded until it expires.',
    failed: 'Was not written; `error` says why.',
  },
});

export const DataExport = builder.prismaNode('DataExport', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleExports, (prisma, where) => prisma.dataExport.findMany({ where, select: { id: true } })),
  description: 'A list’s rows as a file: what its asker may see, as it was when the file was written.',
  select: { id: true },
  fields: (t) => ({
    connection: t.field({
      type: ExportConnection.ref,
      description: 'The list.',
      select: { connection: true },
      resolve: ({ connection }) => ExportConnection.read(connection),
    }),
    format: t.field({
      type: ExportFormat.ref,
      description: 'How its rows are written.',
      select: { format: true },
      resolve: ({ format }) => ExportFormat.read(format),
    }),
    status: t.field({
      type: DataExportStatus.ref,
      description: 'How far it is.',
      select: { status: true },
      resolve: ({ status }) => DataExportStatus.read(status),
    }),
    rowsDone: t.exposeInt('rowsDone', {
      description: 'Rows written so far; from 0 again where another worker had to begin anew.',
    }),
    rowsTotal: t.exposeInt('rowsTotal', { nullable: true, description: 'Rows to write; null until they are counted.' }),
    bytes: t.float({
      description: 'Size of what is written, in bytes.',
      select: { bytes: true },
      resolve: ({ bytes }) => Number(bytes),
    }),
    error: t.exposeString('error', { nullable: true, description: 'Why it was not written.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about it.' }),
    requestedBy: t.exposeString('requestedByName', { description: 'Who asked for it: an e-mail address, or the name of a key.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true, description: 'When it was complete.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From then on the file is gone; null while it is being written.',
    }),
    downloadUrl: t.string({
      nullable: true,
      description:
        'Where whoever asked for it gets the file, without anything else to prove who they are: good for five minutes, so ask for it when it is needed. Null for others, and where there is no file.',
      select: { status: true, requestedBy: true, expiresAt: true },
      resolve: ({ id, status, requestedBy, expiresAt }, _args, context) => {
        const now = context.now();
        if (status !== 'completed' || expiresAt === null || expiresAt.getTime() <= now) return null;
        if (requestedBy !== identityOf(principalOf(context))) return null;
        const expires = Math.floor(Math.min(now + LINK_LIFE_MS, expiresAt.getTime()) / 1000);
        const { settings } = context;
        return `${settings.publicUrl}${exportLinksOf(settings).pathOf({ exportId: id, requestedBy, expires })}`;
      },
    }),
    provider: t.relation('provider', { description: 'The provider whose rows they are.' }),
  }),
});
