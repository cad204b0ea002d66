/** One field of a row, before and after. Null: it had, or has, no value. */
export interface FieldDiff {
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * What differs between two recorded states, field by field. Objects are gone into (`settings › max cancels`); what is the same
 * in both, or empty in both, is left out.
 */
export function diffOf(before: unknown, after: unknown): FieldDiff[] {
  const was = flat(before);
  const is = flat(after);
  const diffs: FieldDiff[] = [];
  for (const field of new Set([...was.keys(), ...is.keys()])) {
    const old = was.get(field) ?? null;
    const now = is.get(field) ?? null;
    if (JSON.stringify(old) !== JSON.stringify(now)) diffs.push({ field, before: old, after: now });
  }
  return diffs;
}

function flat(state: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (isRecord(state)) {
    for (const [key, value] of Object.entries(state)) flat(value, path ? `${path} › ${sayField(key)}` : sayField(key), into);
    return into;
  }
  if (!isEmpty(state)) into.set(path || 'value', state);
  return into;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** `class_status` and `classStatus` as people say them: `class status`. */
export const sayField = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
