import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import type { Links } from '~/links';
import type { Column } from '~/ui/data-table';
import { Moment } from '~/ui/moment';
import { ProgressBar } from '~/ui/progress-bar';
import { StatusBadge } from '~/ui/status-badge';
import type { StatusOf } from '~/words/status-words';
import { EXPORTED_LISTS, type ExportConnection, type ExportFormat, FORMAT_WORDS, formatBytes } from './export-words';
import styles from './exports.module.css';

export interface ExportRow {
  id: string;
  connection: ExportConnection;
  format: ExportFormat;
  status: StatusOf<'dataExport'>;
  rowsDone: number;
  rowsTotal: number | null;
  bytes: number;
  createdAt: string;
  expiresAt: string | null;
  requestedBy: string;
  downloadable: boolean;
  error: string | null;
  remedy: string | null;
}

export const exportColumns = (links: Links): Column<ExportRow>[] => [
  { key: 'list', title: 'List', cell: ({ connection }) => EXPORTED_LISTS[connection].title },
  { key: 'format', title: 'Format', cell: ({ format }) => FORMAT_WORDS[format].title },
  { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="dataExport" value={status} /> },
  { key: 'rows', title: 'Rows', align: 'end', cell: (file) => <Rows file={file} /> },
  { key: 'size', title: 'Size', align: 'end', cell: ({ status, bytes }) => (status === 'COMPLETED' ? formatBytes(bytes) : '–') },
  { key: 'created', title: 'Asked for', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { key: 'by', title: 'By', cell: ({ requestedBy }) => <span className={styles['by']}>{requestedBy}</span> },
  { key: 'expires', title: 'Gone after', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
  { key: 'file', title: 'File', cell: (file) => <File file={file} to={links.downloadExport(file.id)} /> },
];

function Rows({ file: { connection, status, rowsDone, rowsTotal } }: { file: ExportRow }) {
  if (status === 'RUNNING')
    return <ProgressBar label={`${EXPORTED_LISTS[connection].title}: rows written`} done={rowsDone} total={rowsTotal} />;
  return <>{status === 'COMPLETED' ? rowsDone.toLocaleString('en-GB') : '–'}</>;
}

/** A plain link: it is a file, and no page of the console. */
function File({ file: { connection, downloadable, status, error, remedy }, to }: { file: ExportRow; to: string }) {
  if (downloadable)
    return (
      <Button
        component="a"
        href={to}
        variant="default"
        size="compact-sm"
        leftSection={<Download size={14} aria-hidden />}
        aria-label={`Download ${EXPORTED_LISTS[connection].title}`}
      >
        Download
      </Button>
    );
  if (status === 'FAILED')
    return (
      <span className={styles['fault']}>
        {error} {remedy}
      </span>
    );
  return <span className={styles['quiet']}>{status === 'COMPLETED' ? 'Only for who asked for it' : 'Not yet'}</span>;
}
