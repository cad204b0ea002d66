import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Day } from '~/ui/day';
import { Moment } from '~/ui/moment';
import { StatusBadge } from '~/ui/status-badge';
import { DecisionList } from './decision-list';
import type { SyncLogView } from './sync-log-fragment';
import styles from './sync-log-table.module.css';
import { TRAINER_OUTCOME_WORDS } from './sync-words';

const COLUMNS: Column<SyncLogView>[] = [
  { key: 'run', title: 'Run', cell: (line) => <Run line={line} /> },
  { key: 'status', title: 'Outcome', cell: (line) => <Outcome line={line} /> },
  { key: 'dates', title: 'Dates', cell: (line) => <Dates line={line} /> },
  {
    key: 'class',
    title: 'Mode, vacancy',
    cell: (line) => <ClassFacts line={line} />,
  },
  { key: 'at', title: 'Processed', cell: (line) => <Processed line={line} /> },
  { key: 'why', title: 'Decisions', cell: ({ decisions }) => <DecisionList decisions={decisions} /> },
];

/** Log lines of syncs, each with what was decided and why. */
export function SyncLogTable({ lines, withBatch, empty }: { lines: SyncLogView[]; withBatch: boolean; empty: ReactNode }) {
  const { links } = useProvider();
  const columns: Column<SyncLogView>[] = withBatch
    ? [
        ...COLUMNS.slice(0, -2),
        {
          key: 'at',
          title: 'Processed',
          cell: (line) => (
            <span className={styles['lines']}>
              <Processed line={line} />
              <small>
                in this{' '}
                <Link to={links.syncBatch(line.batch.runId)} title={line.batch.runId}>
                  batch
                </Link>
              </small>
            </span>
          ),
        },
        ...COLUMNS.slice(-1),
      ]
    : COLUMNS;
  return <DataTable caption="Log lines of syncs" columns={columns} rows={lines} rowKey={({ id }) => id} empty={empty} />;
}

function Run({ line: { ssgRunId, courseCode, courseTitle } }: { line: SyncLogView }) {
  const { links } = useProvider();
  return (
    <span className={styles['lines']}>
      {ssgRunId === null ? <span>The course</span> : <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link>}
      <small>{courseTitle}</small>
      <small>
        <code>{courseCode}</code>
      </small>
    </span>
  );
}

/** What failed says why and what to do on the spot. */
function Outcome({ line: { status, trainerOutcome, error, errorCode, remedy, correlationId } }: { line: SyncLogView }) {
  return (
    <span className={styles['lines']}>
      <StatusBadge kind="syncLog" value={status} />
      {trainerOutcome && <small>trainer: {TRAINER_OUTCOME_WORDS[trainerOutcome]}</small>}
      {error && <span className={styles['error']}>{error}</span>}
      {remedy && <small>{remedy}</small>}
      {(errorCode ?? correlationId) && (
        <small>
          {errorCode && <code>{errorCode}</code>} {correlationId && `call ${correlationId}`}
        </small>
      )}
    </span>
  );
}

/** SSG's days, and what they were here before where that differs. */
function Dates({ line: { ssgStartDate, ssgEndDate, dbStartDate, dbEndDate } }: { line: SyncLogView }) {
  const moved = dbStartDate !== null && (dbStartDate !== ssgStartDate || dbEndDate !== ssgEndDate);
  return (
    <span className={styles['days']}>
      <span>
        <Day day={ssgStartDate ?? dbStartDate} weekday={false} />
        {(ssgEndDate ?? dbEndDate) !== (ssgStartDate ?? dbStartDate) && (
          <>
            {' '}
            to <Day day={ssgEndDate ?? dbEndDate} weekday={false} />
          </>
        )}
      </span>
      {ssgStartDate === null && dbStartDate !== null && <small>as known here</small>}
      {ssgStartDate !== null && dbStartDate === null && <small>new here</small>}
      {ssgStartDate !== null && moved && (
        <small>
          here before: <Day day={dbStartDate} weekday={false} /> to <Day day={dbEndDate} weekday={false} />
        </small>
      )}
    </span>
  );
}

/** SSG's vacancy codes. */
const VACANCY_WORDS: Record<string, string> = { A: 'available', F: 'full', L: 'limited' };

function ClassFacts({ line: { modeOfLearning, vacancyCode } }: { line: SyncLogView }) {
  return (
    <span className={styles['lines']}>
      <span>{modeOfLearning ?? '–'}</span>
      {vacancyCode && <small>vacancy: {VACANCY_WORDS[vacancyCode] ?? vacancyCode}</small>}
    </span>
  );
}

function Processed({ line: { processedAt, createdAt } }: { line: SyncLogView }) {
  return processedAt ? <Moment at={processedAt} seconds /> : <small>found {<Moment at={createdAt} />}</small>;
}
