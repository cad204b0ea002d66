import { Link } from '@remix-run/react';
import styles from './sync-tabs.module.css';

/** Views of one thing, each with an address: links, of which one is where one is. */
export function SyncTabs({ label, tabs }: { label: string; tabs: { title: string; to: string; here: boolean }[] }) {
  return (
    <nav className={styles['tabs']} aria-label={label}>
      {tabs.map(({ title, to, here }) => (
        <Link key={to} to={to} preventScrollReset aria-current={here ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
