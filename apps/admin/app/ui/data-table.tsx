import { Link, useLocation } from '@remix-run/react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { changedSearch } from '~/url/search';
import styles from './data-table.module.css';
import { useRowKeys } from './use-row-keys';

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** The word for `?order=`, where the list can be sorted by it. */
  order?: string;
  align?: 'end';
}

interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Shown in place of rows where there are none. */
  empty: ReactNode;
  /** How the list is sorted now; only where columns can be. */
  order?: { field: string; direction: 'ASC' | 'DESC' };
  /** Check boxes at the rows, part of the form with that id. The label names a row to those who do not see it. */
  selection?: { form: string; name: string; label: (row: Row) => string };
  /** For many columns: narrow cells, headings on two lines, and the first column stays while the others scroll. */
  dense?: boolean;
  /** Whether a row has just changed: it is lit for a moment. */
  changed?: (row: Row) => boolean;
}

/**
 * A quiet table. `j` and `k` go through its rows, `x` ticks one, `e` opens it (its first link). On a phone each row stands as a
 * block, every value under its title.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  order,
  selection,
  dense = false,
  changed,
}: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  if (rows.length === 0) return <>{empty}</>;
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']} data-dense={dense || undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className={styles['tick']}>
                <TickAll form={selection.form} name={selection.name} />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.key} column={column} order={order} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-row data-changed={changed?.(row) || undefined} tabIndex={-1}>
              {selection && (
                <td className={styles['tick']}>
                  <input
                    type="checkbox"
                    form={selection.form}
                    name={selection.name}
                    value={rowKey(row)}
                    aria-label={`Select ${selection.label(row)}`}
                  />
                </td>
              )}
              {columns.map(({ key, title, cell, align }) => (
                <td key={key} data-title={title} data-align={align}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading<Row>({ column, order }: { column: Column<Row>; order: DataTableProps<Row>['order'] }) {
  const { search } = useLocation();
  const { title, align, order: field } = column;
  if (!field)
    return (
      <th scope="col" data-align={align}>
        {title}
      </th>
    );
  const sorted = order?.field === field ? order.direction : undefined;
  const next = changedSearch(search, { order: field, direction: sorted === 'ASC' ? 'DESC' : null });
  return (
    <th scope="col" data-align={align} aria-sort={sorted === 'ASC' ? 'ascending' : sorted === 'DESC' ? 'descending' : undefined}>
      <Link to={`?${next}`} preventScrollReset>
        {title}
        {sorted === 'ASC' && <ArrowUp size={13} aria-hidden />}
        {sorted === 'DESC' && <ArrowDown size={13} aria-hidden />}
      </Link>
    </th>
  );
}

/** Ticks every row of the page; needs a script, and does not show what it cannot do without one. */
function TickAll({ form, name }: { form: string; name: string }) {
  return (
    <input
      type="checkbox"
      aria-label="Select every row of this page"
      className={styles['tickAll']}
      onChange={({ currentTarget: { checked } }) => {
        for (const box of document.querySelectorAll<HTMLInputElement>(`input[form="${form}"][name="${name}"]`))
          if (box.checked !== checked) box.click();
      }}
    />
  );
}
