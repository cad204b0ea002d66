import type { ReactNode } from 'react';
import type { Tone } from '~/words/tone';
import styles from './tone-badge.module.css';

export function ToneBadge({ tone, title, children }: { tone: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={styles['badge']} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
