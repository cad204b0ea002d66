import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { formatSeconds } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import type { ChainRunRow } from './chain-run-row-fragment';
import styles from './chain-run-table.module.css';
import { MODE_WORDS } from './schedule-words';

const COLUMNS: Column<ChainRunRow>[] = [
  { key: 'run', title: 'Run', cell: (run) => <Name run={run} /> },
  { key: 'status', title: 'Status', cell: (run) => <Outcome run={run} /> },
  { key: 'trigger', title: 'Set in motion', cell: (run) => <Trigger run={run} /> },
  { key: 'started', title: 'Due, begun, ended', cell: (run) => <Times run={run} /> },
  {
    key: 'steps',
    title: 'Steps',
    align: 'end',
    cell: ({ status, progress }) => (status === 'SKIPPED' ? '–' : stepsOf(progress)),
  },
  { key: 'calls', title: 'Calls', align: 'end', cell: (run) => callsOf(run) },
];

/** Chain runs, newest first. */
export function ChainRunTable({ runs, empty }: { runs: ChainRunRow[]; empty: ReactNode }) {
  return <DataTable caption="Chain runs" columns={COLUMNS} rows={runs} rowKey={({ id }) => id} empty={empty} />;
}

function Name({ run: { number, chain, chainName, mode, dryRun } }: { run: ChainRunRow }) {
  const { links } = useProvider();
  return (
    <span className={styles['lines']}>
      <Link to={links.chainRun(number)}>
        {number} · {chain?.title ?? chainName}
      </Link>
      <small>
        {MODE_WORDS[mode]} {dryRun && <ToneBadge tone="accent">Dry run</ToneBadge>}
      </small>
    </span>
  );
}

/** A skipped tick, and whatever did not end well, says why on the spot. */
function Outcome({ run: { status, reason, error, resolvedBy } }: { run: ChainRunRow }) {
  const { links } = useProvider();
  const why = status === 'COMPLETED' ? null : (error ?? reason);
  return (
    <span className={styles['lines']}>
      <StatusBadge kind="chainRun" value={status} />
      {why && <small>{why}</small>}
      {resolvedBy && (
        <small>
          Made up for by <Link to={links.chainRun(resolvedBy.number)}>run {resolvedBy.number}</Link>
        </small>
      )}
    </span>
  );
}

function Trigger({ run: { trigger, requestedBy, resumedFrom } }: { run: ChainRunRow }) {
  const { links } = useProvider();
  return (
    <span className={styles['lines']}>
      <StatusBadge kind="trigger" value={trigger} />
      <small>{requestedBy}</small>
      {resumedFrom && (
        <small>
          resumes <Link to={links.chainRun(resumedFrom.number)}>run {resumedFrom.number}</Link>
        </small>
      )}
    </span>
  );
}

function Times({ run: { status, dueAt, startedAt, completedAt, durationSeconds } }: { run: ChainRunRow }) {
  const skipped = status === 'SKIPPED';
  return (
    <span className={styles['times']}>
      {dueAt && (
        <small>
          due <Moment at={dueAt} />
        </small>
      )}
      {!skipped && <Moment at={startedAt} />}
      {!skipped && completedAt && (
        <span>
          <Moment at={completedAt} />
          {durationSeconds !== null && `, took ${durationSeconds < 1 ? 'under a second' : formatSeconds(durationSeconds)}`}
        </span>
      )}
      {!skipped && !completedAt && <small>not over yet</small>}
    </span>
  );
}

const stepsOf = ({ done, steps, failed }: ChainRunRow['progress']): string =>
  `${done} of ${steps}${failed > 0 ? `, ${failed} failed` : ''}`;

const callsOf = ({ callsMade, callsPredicted }: ChainRunRow): string =>
  callsPredicted !== null && callsPredicted > callsMade
    ? `${callsMade.toLocaleString('en-GB')} of ${callsPredicted.toLocaleString('en-GB')}`
    : callsMade.toLocaleString('en-GB');
