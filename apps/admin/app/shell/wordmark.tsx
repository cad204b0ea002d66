import { Link } from '@remix-run/react';
import styles from './wordmark.module.css';

export function Wordmark({ to }: { to: string }) {
  return (
    <Link to={to} className={styles['wordmark']} aria-label="Rollcall, to Today">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden>
        <circle cx="16" cy="16" r="14" className={styles['disc']} />
        <path d="M9.5 16.5l4.5 4.5 8.5-9.5" className={styles['tick']} />
      </svg>
      <span>Rollcall</span>
    </Link>
  );
}
