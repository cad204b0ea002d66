import { useLocation } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './drop-down.module.css';

/**
 * A button with a list under it. It is a `details` element, so it opens without a script; with one it also closes by Escape,
 * by a press outside, and when another page was chosen.
 */
export function DropDown({
  label,
  title,
  end = false,
  children,
}: {
  label: ReactNode;
  /** Its name for those who do not see it, and the text under a resting pointer. */
  title: string;
  /** Whether the list ends where the button ends. */
  end?: boolean;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const location = useLocation();
  useEffect(() => {
    if (location.key) details.current?.removeAttribute('open');
  }, [location.key]);
  useEffect(() => {
    const close = (event: Event) => {
      const element = details.current;
      if (!element?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        element.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && element.contains(event.target)) return;
      element.open = false;
    };
    document.addEventListener('keydown', close);
    document.addEventListener('pointerdown', close);
    return () => {
      document.removeEventListener('keydown', close);
      document.removeEventListener('pointerdown', close);
    };
  }, []);
  return (
    <details ref={details} className={styles['dropDown']}>
      <summary aria-label={title} title={title}>
        {label}
      </summary>
      <div className={styles['list']} data-end={end}>
        {children}
      </div>
    </details>
  );
}
