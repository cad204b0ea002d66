import { useLocation } from '@remix-run/react';
import { useEffect, useState } from 'react';

/** How many check boxes of a form are ticked; null until a script counts. */
export function useChosenCount(form: string): number | null {
  const [count, setCount] = useState<number | null>(null);
  const { key } = useLocation();
  useEffect(() => {
    const recount = () => setCount(document.querySelectorAll(`input[type=checkbox][form="${form}"][name=id]:checked`).length);
    // Another page of the list has other boxes.
    if (key) recount();
    document.addEventListener('change', recount);
    return () => document.removeEventListener('change', recount);
  }, [form, key]);
  return count;
}
