import { useEffect, useRef, useState } from 'react';

const LIT_MS = 3000;
const none: ReadonlySet<string> = new Set();

/**
 * Which rows of a list look different since it was last read under the same address. Another address is another list, where
 * nothing counts as changed.
 */
export function useChangedRows<Row>(address: string, rows: Row[], keyOf: (row: Row) => string): ReadonlySet<string> {
  const [changed, setChanged] = useState(none);
  const before = useRef<{ address: string; prints: Map<string, string> }>();
  useEffect(() => {
    const prints = new Map(rows.map((row) => [keyOf(row), JSON.stringify(row)]));
    const known = before.current;
    before.current = { address, prints };
    if (known?.address !== address) return setChanged(none);
    const different = changedKeys(known.prints, prints);
    if (different.size > 0) setChanged(different);
  }, [address, rows, keyOf]);
  useEffect(() => {
    if (changed.size === 0) return;
    const timer = setTimeout(() => setChanged(none), LIT_MS);
    return () => clearTimeout(timer);
  }, [changed]);
  return changed;
}

/** Keys whose print is new or another one. */
export function changedKeys(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Set<string> {
  return new Set([...now].filter(([key, print]) => before.get(key) !== print).map(([key]) => key));
}
