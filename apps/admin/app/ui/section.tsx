import type { ReactNode } from 'react';
import styles from './section.module.css';

/** A titled part of a page, on its own ground. @param flush for tables, which bring their own edges */
export function Section({
  title,
  id,
  beside,
  actions,
  flush = false,
  children,
}: {
  title: ReactNode;
  id?: string;
  beside?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={styles['section']} id={id}>
      <header className={styles['head']}>
        <h2>{title}</h2>
        {beside}
        {actions && <div className={styles['actions']}>{actions}</div>}
      </header>
      <div className={flush ? undefined : styles['body']}>{children}</div>
    </section>
  );
}
