import { data } from '@remix-run/node';
import type { RecentChange } from './recent-changes.server';

/** An expected failure of an act, as the API's result unions carry it. */
export interface ActFault {
  code: string;
  message: string;
  remedy: string;
  /** Where in the input: `['input', 'reason']`. */
  path: readonly string[];
  currentVersion?: number;
}

/** What an act's form shows when it was refused. */
export interface ActAnswer {
  fault: ActFault;
  /** What was typed, so that nothing must be typed twice. */
  values: Record<string, string>;
  /** What others did to the row meanwhile, where somebody was faster. */
  changes?: RecentChange[];
}

type Union = { __typename: string } | null | undefined;
type SuccessOf<Result extends Union> = Extract<Result, { __typename: `${string}Success` }>;

/** The success member of a result union, or the fault. Select `__typename` and `...ActFault` in the document. */
export function outcomeOf<Result extends Union>(result: Result): { done: SuccessOf<Result> } | { fault: ActFault } {
  if (result?.__typename.endsWith('Success')) return { done: result as SuccessOf<Result> };
  const { code = 'FAILED', message = 'The act failed.', remedy = 'Try again.', path = [] } = (result ?? {}) as Partial<ActFault>;
  const { currentVersion } = (result ?? {}) as Partial<ActFault>;
  return { fault: { code, message, remedy, path, ...(currentVersion !== undefined && { currentVersion }) } };
}

const STATUS: Record<string, number> = {
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  STALE_VERSION: 409,
  ALREADY_RUNNING: 409,
  SYNC_RUNNING: 409,
};

/**
 * Answers a form that was refused: 400 (403, 404, 409 where that says more) with what was typed.
 * @param changes what was done last to the row, for a form that came too late
 */
export const refused = (fault: ActFault, form: FormData, changes: RecentChange[] = []) =>
  data<ActAnswer>({ fault, values: textsOf(form), changes }, { status: STATUS[fault.code] ?? 400 });

/** A form's texts; of names that came several times the last. Secrets do not go back to the browser. */
export function textsOf(form: FormData): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string' && !/password|secret/i.test(name)) texts[name] = value;
  return texts;
}
