/**
 * The next value, with every part that holds the same as in the value before replaced by that part: what is equal is identical
 * then, at any depth. Only plain lists and objects are looked into; promises and the like are themselves or others.
 */
export function keepSame<Value>(before: Value, next: Value): Value {
  if (Object.is(before, next)) return before;
  if (Array.isArray(before) && Array.isArray(next)) {
    const kept = next.map((item, index) => keepSame(before[index], item));
    return (isSameList(before, kept) ? before : kept) as Value;
  }
  if (!isPlain(before) || !isPlain(next)) return next;
  const kept = Object.fromEntries(Object.entries(next).map(([key, value]) => [key, keepSame(before[key], value)]));
  const names = Object.keys(kept);
  const same =
    names.length === Object.keys(before).length && names.every((key) => key in before && Object.is(kept[key], before[key]));
  return (same ? before : kept) as Value;
}

const isSameList = (one: unknown[], other: unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => Object.is(item, other[index]));

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
