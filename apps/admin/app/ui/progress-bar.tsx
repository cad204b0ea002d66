import styles from './progress-bar.module.css';

/** How far something has come. Without a known end it only says how much was done. */
export function ProgressBar({ label, done, total }: { label: string; done: number; total: number | null }) {
  const known = total !== null && total > 0;
  const text = known
    ? `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`
    : `${done.toLocaleString('en-GB')} so far`;
  return (
    <span className={styles['progress']}>
      <progress aria-label={label} {...(known && { value: Math.min(done, total), max: total })} />
      <span>{text}</span>
    </span>
  );
}
