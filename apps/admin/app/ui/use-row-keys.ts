import { type RefObject, useEffect } from 'react';
import { isTyping } from '~/commands/is-typing';

/** `j` `k`: to the next and the previous row. `x`: ticks it. `e`: opens it. Only the first table of a page listens. */
export function useRowKeys(body: RefObject<HTMLElement>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const table = body.current;
      if (!table || isTyping(event) || document.querySelector('[data-row]')?.parentElement !== table) return;
      const rows = [...table.querySelectorAll<HTMLElement>('[data-row]')];
      const here = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === 'j' || event.key === 'k') {
        const next = rows[event.key === 'j' ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0)];
        next?.focus();
        next?.scrollIntoView({ block: 'nearest' });
        event.preventDefault();
      } else if (event.key === 'x' && here >= 0) {
        rows[here]?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
        event.preventDefault();
      } else if (event.key === 'e' && here >= 0) {
        rows[here]?.querySelector<HTMLAnchorElement>('a')?.click();
        event.preventDefault();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [body]);
}
