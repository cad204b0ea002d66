import { useNavigation, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';

/**
 * Reads the page's data again, after whatever is being loaded: it may have been read before the change that this is for, and
 * breaking it off would ask the server twice for one answer.
 */
export function useQuietRevalidate(): () => void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation().state;
  const busy = state !== 'idle' || navigation !== 'idle';
  const isBusy = useRef(busy);
  const waiting = useRef(false);
  useEffect(() => {
    isBusy.current = busy;
    if (busy || !waiting.current) return;
    waiting.current = false;
    revalidate();
  }, [busy, revalidate]);
  return useCallback(() => {
    if (isBusy.current) waiting.current = true;
    else revalidate();
  }, [revalidate]);
}
