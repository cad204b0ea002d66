import { Button } from '@mantine/core';
import { Link, useLocation } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Notice } from '~/ui/notice';
import { ToneBadge } from '~/ui/tone-badge';
import styles from './bulk.module.css';
import type { BulkRow } from './bulk-outcome.server';
import type { ChosenRun } from './chosen-runs.server';

/** What became of each run, and the way to try those again that failed. */
export function BulkResults({ results, runs, closeTo }: { results: BulkRow[]; runs: ChosenRun[]; closeTo: string }) {
  const { links } = useProvider();
  const { pathname, search } = useLocation();
  const failed = results.filter(({ fault }) => fault !== null);
  const done = results.length - failed.length;
  const again = new URLSearchParams(search);
  again.delete('id');
  const runOf = ({ id }: BulkRow) => runs.find((run) => run.id === id);
  const worthwhile = failed.filter((row) => runOf(row) !== undefined);
  for (const { id } of worthwhile) again.append('id', id);
  const columns: Column<BulkRow>[] = [
    {
      key: 'run',
      title: 'Class',
      cell: (row) => {
        const run = runOf(row);
        return run ? (
          <>
            <Link to={links.courseRun(run.ssgRunId)}>{run.ssgRunId}</Link> {run.course.title}
          </>
        ) : (
          'A class that is gone'
        );
      },
    },
    {
      key: 'outcome',
      title: 'Outcome',
      cell: ({ fault, changed, warnings }) => {
        if (fault) return <ToneBadge tone="bad">Failed</ToneBadge>;
        if (!changed) return <ToneBadge tone="calm">As it was</ToneBadge>;
        return <ToneBadge tone={warnings.length > 0 ? 'warn' : 'good'}>Done</ToneBadge>;
      },
    },
    {
      key: 'words',
      title: 'What to know',
      cell: (row) => (
        <span className={styles['words']}>
          {runOf(row) ? <Words row={row} /> : 'Somebody may have removed it meanwhile. Close this to see the list as it is now.'}
        </span>
      ),
    },
  ];
  return (
    <>
      <Notice
        tone={failed.length === 0 ? 'good' : 'bad'}
        title={`${done} of ${results.length} ${results.length === 1 ? 'class' : 'classes'} done${failed.length > 0 ? `, ${failed.length} failed` : ''}.`}
      />
      <DataTable caption="What became of each class" columns={columns} rows={results} rowKey={({ id }) => id} empty={null} />
      <div className={styles['buttons']}>
        {worthwhile.length > 0 && (
          <Button component={Link} to={`${pathname}?${again}`} variant="default" preventScrollReset>
            Try the failed {worthwhile.length === 1 ? 'one' : 'ones'} again
          </Button>
        )}
        <Button component={Link} to={closeTo} preventScrollReset>
          Close
        </Button>
      </div>
    </>
  );
}

function Words({ row: { fault, changed, warnings } }: { row: BulkRow }) {
  if (fault) return <>{`${fault.message} ${fault.remedy}`}</>;
  if (!changed) return <>It was so already.</>;
  return (
    <>
      {warnings.map(({ message, remedy }) => (
        <span key={message}>
          {message} {remedy}
        </span>
      ))}
    </>
  );
}
