import { Link } from '@remix-run/react';
import styles from './bar-list.module.css';

export interface ListedBar {
  key: string;
  label: string;
  value: number;
  /** The value in words, beside the bar. */
  detail: string;
  to?: string;
}

/** Bars that lie, for labels that are names. A list with its numbers in words: the bars only repeat them. */
export function BarList({ caption, bars, empty }: { caption: string; bars: ListedBar[]; empty: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  if (bars.length === 0) return <p className={styles['empty']}>{empty}</p>;
  return (
    <ol className={styles['list']} aria-label={caption}>
      {bars.map(({ key, label, value, detail, to }) => (
        <li key={key}>
          <span className={styles['label']}>{to ? <Link to={to}>{label}</Link> : label}</span>
          <span className={styles['detail']}>{detail}</span>
          <span className={styles['track']} aria-hidden>
            <span className={styles['bar']} style={{ width: `${Math.round((value / most) * 100)}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
