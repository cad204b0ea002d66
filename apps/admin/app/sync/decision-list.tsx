import styles from './decision-list.module.css';
import type { SyncLogView } from './sync-log-fragment';

type Decision = SyncLogView['decisions'][number];

const KIND_WORDS: Record<Decision['kind'], string> = {
  SKIP: 'Left as it is',
  NOTICE: 'To know',
  TRAINER_NOTICE: 'About trainers',
};

/** What was decided and changed nothing, folded away: of what, by which rule, and why in this case. */
export function DecisionList({ decisions }: { decisions: Decision[] }) {
  if (decisions.length === 0) return <span aria-label="none">–</span>;
  return (
    <details className={styles['decisions']}>
      <summary>
        {decisions.length} {decisions.length === 1 ? 'decision' : 'decisions'}
      </summary>
      <ul>
        {decisions.map(({ kind, key, rule, ruleText, reason }, index) => (
          // A run may meet a rule twice with the same key; their order does not change.
          <li key={`${index} ${rule} ${key}`}>
            <strong>{key}</strong> {reason}
            <small title={ruleText ?? undefined}>
              {KIND_WORDS[kind]} by {rule}
              {ruleText && `: ${ruleText}`}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
