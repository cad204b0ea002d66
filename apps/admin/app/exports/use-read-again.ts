import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef } from 'react';

const EVERY_MS = 2_000;

/** Reads the page again every two seconds, as long as something is under way and the page is looked at. */
export function useReadAgain(underWay: boolean): void {
  const revalidator = useRevalidator();
  const latest = useRef(revalidator);
  latest.current = revalidator;
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => {
      const { state, revalidate } = latest.current;
      if (state === 'idle' && document.visibilityState === 'visible') revalidate();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [underWay]);
}
