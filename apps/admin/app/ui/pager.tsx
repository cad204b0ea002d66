import { Link, useLocation } from '@remix-run/react';
import { changedSearch } from '~/url/search';
import styles from './pager.module.css';

export interface PageFacts {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

interface PagerProps {
  page: PageFacts;
  shown: number;
  total: number;
  /** What a row is called, and what several are. */
  one: string;
  many: string;
}

/** To the next and the page before, as links; and how many there are in all. */
export function Pager({ page, shown, total, one, many }: PagerProps) {
  const { search } = useLocation();
  const before = page.hasPreviousPage ? changedSearch(search, { before: page.startCursor, after: null }) : null;
  const after = page.hasNextPage ? changedSearch(search, { after: page.endCursor, before: null }) : null;
  return (
    <nav className={styles['pager']} aria-label={`Pages of ${many}`}>
      <span>
        {shown === total ? total.toLocaleString('en-GB') : `${shown} of ${total.toLocaleString('en-GB')}`}{' '}
        {total === 1 ? one : many}
      </span>
      {(before ?? after) !== null && (
        <span className={styles['links']}>
          {before === null ? <span aria-disabled>‹ Previous</span> : <Link to={`?${before}`}>‹ Previous</Link>}
          {after === null ? <span aria-disabled>Next ›</span> : <Link to={`?${after}`}>Next ›</Link>}
        </span>
      )}
    </nav>
  );
}
