import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** Where there is nothing: says so, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <p className={styles['title']}>{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}
