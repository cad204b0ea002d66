import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { RecordedValue } from '~/ui/recorded-value';
import { StatusBadge } from '~/ui/status-badge';
import { fieldWord } from '~/words/field-words';
import type { ChangeView } from './change-set-fragment';
import styles from './change-table.module.css';
import { type ChangedRow, groupChanges } from './group-changes';
import { ENTITY_WORDS } from './sync-words';

/** Field by field, row by row: what it was, what it became, whose it is and by which rule. */
export function ChangeTable({ changes }: { changes: ChangeView[] }) {
  return (
    <div className={styles['scroll']}>
      <table className={styles['changes']}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Owner</th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        {groupChanges(changes).map((row) => (
          <tbody key={row.key}>
            <tr>
              <th scope="rowgroup" colSpan={5}>
                <RowName row={row} />
              </th>
            </tr>
            {row.changes.map(({ field, before, after, owner, rule, ruleText }) => (
              <tr key={field}>
                <td data-title="Field">{fieldWord(field)}</td>
                <td data-title="Before">
                  <RecordedValue value={before} />
                </td>
                <td data-title="After">
                  <RecordedValue value={after} />
                </td>
                <td data-title="Owner">
                  <StatusBadge kind="owner" value={owner} />
                </td>
                <td data-title="Rule">
                  <span>
                    {rule} {ruleText && <small>{ruleText}</small>}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function RowName({ row: { entityType, entityId, made } }: { row: ChangedRow }) {
  const { links } = useProvider();
  const [name] = ENTITY_WORDS[entityType];
  return (
    <>
      {name} {made ? 'made' : 'changed'} {entityId && <Link to={links.node(entityId)}>Open</Link>}
    </>
  );
}
