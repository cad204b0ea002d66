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
  for (const { id } of failed) again.append('id', id);
  const columns: Column<BulkRow>[] = [
    {
      key: 'run',
      title: 'Class',
      cell: ({ id }) => {
        const run = runs.find((known) => known.id === id);
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
      cell: ({ fault, changed, warnings }) => (
        <span className={styles['words']}>
          {fault && `${fault.message} ${fault.remedy}`}
          {!fault && !changed && 'It was so already.'}
          {warnings.map(({ message, remedy }) => (
            <span key={message}>
              {message} {remedy}
            </span>
          ))}
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
        {failed.length > 0 && (
          <Button component={Link} to={`${pathname}?${again}`} variant="default" preventScrollReset>
            Try the failed {failed.length === 1 ? 'one' : 'ones'} again
          </Button>
        )}
        <Button component={Link} to={closeTo} preventScrollReset>
          Close
        </Button>
      </div>
    </>
  );
}
