const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A duration for people, in its two greatest units: "40 s", "3 h 20 min", "2 d". Below a second it is "0 s". */
export function durationText(milliseconds: number): string {
  const total = Math.max(0, milliseconds);
  const parts: readonly (readonly [amount: number, unit: string])[] = [
    [Math.floor(total / DAY_MS), 'd'],
    [Math.floor((total % DAY_MS) / HOUR_MS), 'h'],
    [Math.floor((total % HOUR_MS) / MINUTE_MS), 'min'],
    [Math.floor((total % MINUTE_MS) / SECOND_MS), 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
