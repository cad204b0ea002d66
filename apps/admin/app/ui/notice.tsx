import type { ReactNode } from 'react';
import type { Tone } from '~/words/tone';
import styles from './notice.module.css';

/** Something to know before going on. `bad` is read out at once. */
export function Notice({ tone = 'info', title, children }: { tone?: Tone; title?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles['notice']} data-tone={tone} role={tone === 'bad' ? 'alert' : 'note'}>
      {title && <p className={styles['title']}>{title}</p>}
      {children && <div>{children}</div>}
    </div>
  );
}
