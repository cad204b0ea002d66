import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Day } from '~/ui/day';
import { formatSeconds } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { StatusBadge } from '~/ui/status-badge';
import { statusWord } from '~/words/status-words';
import type { SyncBatchView } from './sync-batch-fragment';
import styles from './sync-log-table.module.css';
import { SYNC_TRIGGER_WORDS } from './sync-words';

const COLUMNS: Column<SyncBatchView>[] = [
  { key: 'batch', title: 'Batch', cell: (batch) => <Name batch={batch} /> },
  { key: 'status', title: 'Status', cell: (batch) => <Outcome batch={batch} /> },
  { key: 'window', title: 'Window', cell: (batch) => <Window batch={batch} /> },
  { key: 'times', title: 'Begun', cell: (batch) => <Times batch={batch} /> },
  { key: 'runs', title: 'Runs', cell: ({ summary }) => (summary ? runsOf(summary.runs) : '–') },
  {
    key: 'changes',
    title: 'Rows written',
    align: 'end',
    cell: ({ summary }) =>
      summary ? summary.changes.reduce((sum, { created, updated }) => sum + created + updated, 0).toLocaleString('en-GB') : '–',
  },
  { key: 'calls', title: 'Calls', align: 'end', cell: ({ callsMade }) => callsMade.toLocaleString('en-GB') },
];

/** Batches, newest first. */
export function SyncBatchTable({ batches, empty }: { batches: SyncBatchView[]; empty: ReactNode }) {
  return <DataTable caption="Sync batches" columns={COLUMNS} rows={batches} rowKey={({ id }) => id} empty={empty} />;
}

function Name({ batch: { runId, trigger, onlySsgRunId } }: { batch: SyncBatchView }) {
  const { links } = useProvider();
  return (
    <span className={styles['lines']}>
      <Link to={links.syncBatch(runId)}>{runId}</Link>
      <small>
        {SYNC_TRIGGER_WORDS[trigger]}
        {onlySsgRunId && `, run ${onlySsgRunId} alone`}
      </small>
    </span>
  );
}

function Outcome({ batch: { status, summary, error } }: { batch: SyncBatchView }) {
  const why = error ?? (status === 'COMPLETED' ? null : summary?.statusReason);
  return (
    <span className={styles['lines']}>
      <StatusBadge kind="syncBatch" value={status} />
      {why && <small>{why}</small>}
    </span>
  );
}

function Window({ batch: { today, windowEnd } }: { batch: SyncBatchView }) {
  return (
    <>
      <Day day={today} weekday={false} /> to <Day day={windowEnd} weekday={false} />
    </>
  );
}

function Times({ batch: { startedAt, completedAt, summary } }: { batch: SyncBatchView }) {
  return (
    <span className={styles['lines']}>
      <Moment at={startedAt} />
      <small>{completedAt && summary ? `took ${formatSeconds(summary.elapsedMs / 1000)}` : 'not over yet'}</small>
    </span>
  );
}

/** `31 success, 2 no enrolments`. */
function runsOf(runs: NonNullable<SyncBatchView['summary']>['runs']): string {
  const told = runs
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${statusWord('syncLog', status).label.toLowerCase()}`);
  return told.join(', ') || 'none';
}
