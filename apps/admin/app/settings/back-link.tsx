import { Link } from '@remix-run/react';
import styles from './back-link.module.css';

/** From a page of the settings back to the list it belongs to. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className={styles['back']}>
      ‹ {children}
    </Link>
  );
}
