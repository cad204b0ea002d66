import { ToneBadge } from '~/ui/tone-badge';
import { ISSUE_WORDS } from '~/words/issue-words';
import styles from './classes.module.css';
import type { ClassRow } from './upcoming-classes';

/** What needs a person about a class; the pointer tells the sentence and what to do. */
export function IssueBadges({ issues }: { issues: ClassRow['issues'] }) {
  if (issues.length === 0) return <span className={styles['quiet']}>None</span>;
  return (
    <span className={styles['issues']}>
      {issues.map(({ code, sentence, remedy }) => {
        const { label, tone } = ISSUE_WORDS[code];
        return (
          <ToneBadge key={code} tone={tone} title={`${sentence} ${remedy}`}>
            {label}
          </ToneBadge>
        );
      })}
    </span>
  );
}
