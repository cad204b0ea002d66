import { RecordedValue } from '~/ui/recorded-value';
import { fieldWord } from '~/words/field-words';
import styles from './written-fields.module.css';

interface Field {
  entityType: string;
  key: string | null;
  field: string;
  before: unknown;
  after: unknown;
  rule: string;
  ruleText: string | null;
}

/** Values that were, or would be, written: before and after, and the rule that decided. */
export function WrittenFields({ caption, fields, total }: { caption: string; fields: Field[]; total: number }) {
  return (
    <div className={styles['scroll']}>
      <table className={styles['fields']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col">Value</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ entityType, key, field, before, after, rule, ruleText }, index) => (
            // Several changes may name the same value of the same row, in the order of writing.
            <tr key={`${entityType} ${key} ${field} ${index}`}>
              <td data-title="Of">
                {ENTITIES[entityType] ?? entityType} {key}
              </td>
              <td data-title="Value">{fieldWord(field)}</td>
              <td data-title="Before">
                <RecordedValue value={before} />
              </td>
              <td data-title="After">
                <RecordedValue value={after} />
              </td>
              <td data-title="Rule" title={rule}>
                {ruleText ?? rule}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > fields.length && <p>{total - fields.length} more are not shown.</p>}
    </div>
  );
}

const ENTITIES: Record<string, string> = {
  COURSE: 'Course',
  COURSE_RUN: 'Run',
  COURSE_RUN_TRAINER: 'Trainer',
  COURSE_RUN_TRAINER_DECLINE: 'Decline',
  ENROLMENT: 'Enrolment',
  LEARNER: 'Learner',
};
