import { RecordedValue } from '~/ui/recorded-value';
import styles from './diff.module.css';
import type { FieldDiff } from './field-diff';

/** What became otherwise: each field with its value before and after. Said in words too, not by colour alone. */
export function Diff({ fields }: { fields: FieldDiff[] }) {
  return (
    <dl className={styles['diff']}>
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            <del>
              <RecordedValue value={before} />
            </del>
            <span aria-hidden> → </span>
            <span className="visually-hidden"> became </span>
            <ins>
              <RecordedValue value={after} />
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
