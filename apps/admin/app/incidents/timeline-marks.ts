export interface Mark {
  at: string;
  /** From 0, the first moment, to 1, the last. */
  place: number;
}

/** Where moments stand between the first and the last; one moment alone stands at the end. Oldest first. */
export function marksOf(moments: readonly string[], first: string, last: string): Mark[] {
  const from = Date.parse(first);
  const span = Date.parse(last) - from;
  return [...moments].sort().map((at) => ({
    at,
    place: span <= 0 ? 1 : Math.min(1, Math.max(0, (Date.parse(at) - from) / span)),
  }));
}
