import { useEffect } from 'react';
import { useQuietRevalidate } from './use-quiet-revalidate';

const EVERY_MS = 2000;

/** Reads the page's data again every other second while something is under way of which no topic tells, and the page is looked at. */
export function useReread(underWay: boolean): void {
  const revalidate = useQuietRevalidate();
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') revalidate();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [underWay, revalidate]);
}
