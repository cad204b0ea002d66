import { Link } from '@remix-run/react';
import { DataTable } from '~/ui/data-table';
import { ToneBadge } from '~/ui/tone-badge';
import styles from './row-results.module.css';

export interface RowResult {
  id: string;
  name: string;
  done: boolean;
  sentence: string;
}

/** How an act on several rows went, row by row; those that failed can be tried again alone. */
export function RowResults({ results, closeTo, againTo }: { results: RowResult[]; closeTo: string; againTo: string }) {
  const failed = results.filter(({ done }) => !done);
  const again = new URLSearchParams(failed.map(({ id }) => ['id', id]));
  return (
    <>
      <p role="status">
        {results.length - failed.length} of {results.length} done{failed.length > 0 ? `, ${failed.length} refused` : ''}.
      </p>
      <DataTable
        caption="Results"
        rows={results}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          { key: 'name', title: 'Learner', cell: ({ name }) => name },
          {
            key: 'done',
            title: 'Result',
            cell: ({ done }) => <ToneBadge tone={done ? 'good' : 'bad'}>{done ? 'Done' : 'Refused'}</ToneBadge>,
          },
          { key: 'sentence', title: 'What it means', cell: ({ sentence }) => sentence },
        ]}
      />
      <p className={styles['foot']}>
        {failed.length > 0 && (
          <Link to={`${againTo}?${again}`} preventScrollReset>
            Try the refused ones again
          </Link>
        )}
        <Link to={closeTo} preventScrollReset>
          Back to the run
        </Link>
      </p>
    </>
  );
}
