import styles from './live-badge.module.css';
import { useLiveState } from './live-provider';

const WORDS = { live: 'Live', connecting: 'Connecting', lost: 'Not live' } as const;

/** Whether the page follows by itself. Nothing where it does not, and nothing without a script. */
export function LiveBadge() {
  const state = useLiveState();
  if (state === 'off') return null;
  return (
    <span className={styles['badge']} data-state={state} title="This page reads itself again when something changes.">
      {WORDS[state]}
    </span>
  );
}
