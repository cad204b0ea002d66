interface Run {
  ssgRunId: string;
  startDate: string;
  endDate: string;
}

export interface Overlap<R extends Run> {
  first: R;
  second: R;
  /** The days that both take, from the first to the last. */
  from: string;
  to: string;
}

/** Every two runs that take place on a same day, by first common day. Days are `2026-11-27`, ends included. */
export function findOverlaps<R extends Run>(runs: readonly R[]): Overlap<R>[] {
  const sorted = [...runs].sort((a, b) => a.startDate.localeCompare(b.startDate) || a.ssgRunId.localeCompare(b.ssgRunId));
  const overlaps: Overlap<R>[] = [];
  for (const [index, first] of sorted.entries()) {
    for (const second of sorted.slice(index + 1)) {
      if (second.startDate > first.endDate) break;
      const to = second.endDate < first.endDate ? second.endDate : first.endDate;
      overlaps.push({ first, second, from: second.startDate, to });
    }
  }
  return overlaps.sort((a, b) => a.from.localeCompare(b.from));
}
