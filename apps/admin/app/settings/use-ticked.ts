import { useActionData } from '@remix-run/react';
import type { ActAnswer } from '~/api/act.server';

/** Whether a box was ticked before the form was refused, else whether it is now. A box that is not ticked sends nothing. */
export function useTicked(name: string, now: boolean): boolean {
  const values = useActionData<Partial<ActAnswer>>()?.values;
  return values ? name in values : now;
}

/** The same of several boxes of one name: an answer that keeps them has them in `ticked`. */
export function useTickedOf(name: string, now: string[]): string[] {
  return useActionData<{ ticked?: Record<string, string[]> }>()?.ticked?.[name] ?? now;
}
