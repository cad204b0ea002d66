import { type Column, DataTable } from '~/ui/data-table';
import { RecordedValue } from '~/ui/recorded-value';
import type { ApprovalView } from './approval-fragment';
import styles from './approval-samples.module.css';

type Sample = ApprovalView['samples'][number];

const COLUMNS: Column<Sample>[] = [
  { key: 'key', title: 'Row', cell: ({ key, entity }) => <Row name={key} entity={entity} /> },
  {
    key: 'change',
    title: 'Before → after',
    cell: ({ before, after }) => (
      <>
        <RecordedValue value={before} /> → <RecordedValue value={after} />
      </>
    ),
  },
  { key: 'reason', title: 'Why', cell: ({ reason }) => reason },
];

function Row({ name, entity }: { name: string; entity: string }) {
  return (
    <span className={styles['row']}>
      {name}
      <small>{entity.replaceAll('_', ' ')}</small>
    </span>
  );
}

/** The first of what would change. */
export function ApprovalSamples({ samples, total }: { samples: Sample[]; total: number }) {
  if (samples.length === 0) return null;
  return (
    <>
      <div className={styles['samples']} role="region" aria-label="What would change" tabIndex={0}>
        <DataTable
          caption="The first of what would change"
          columns={COLUMNS}
          rows={samples}
          rowKey={({ key, entity, after }) => `${entity} ${key} ${after}`}
          empty={null}
        />
      </div>
      {samples.length < total && (
        <p style={{ margin: 0 }}>
          The first {samples.length} of {total.toLocaleString('en-GB')}.
        </p>
      )}
    </>
  );
}
