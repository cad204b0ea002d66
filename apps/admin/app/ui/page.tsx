import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import styles from './page.module.css';

/** The head of a page and what stands under it. Every page has exactly one. */
export function Page({
  title,
  back,
  intro,
  beside,
  actions,
  children,
}: {
  title: ReactNode;
  /** The list it belongs to. */
  back?: { to: string; label: string };
  /** One sentence about what the page is for. */
  intro?: ReactNode;
  /** Badges and the like, after the title. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div className={styles['titles']}>
          {back && (
            <Link to={back.to} className={styles['back']}>
              ‹ {back.label}
            </Link>
          )}
          <div className={styles['titleLine']}>
            <h1>{title}</h1>
            {beside}
          </div>
          {intro && <p className={styles['intro']}>{intro}</p>}
        </div>
        {actions && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
