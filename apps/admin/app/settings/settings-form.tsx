import type { ReactNode } from 'react';
import styles from './settings-form.module.css';

/** Fields under each other, no wider than reads well. */
export function SettingsForm({ children }: { children: ReactNode }) {
  return <div className={styles['fields']}>{children}</div>;
}
