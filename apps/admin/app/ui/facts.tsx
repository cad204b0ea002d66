import type { ReactNode } from 'react';
import styles from './facts.module.css';

export interface Fact {
  term: string;
  value: ReactNode;
  /** A link or button beside the value, as to why it is so. */
  beside?: ReactNode;
}

/** Terms with their values, in as many columns as there is room for. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ term, value, beside }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {value ?? <span className={styles['none']}>–</span>}
            {beside}
          </dd>
        </div>
      ))}
    </dl>
  );
}
