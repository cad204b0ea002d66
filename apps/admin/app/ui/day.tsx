import { formatDay } from './format-moment';

/** A calendar day. */
export function Day({ day, weekday = true }: { day: string | null | undefined; weekday?: boolean }) {
  if (!day) return <span aria-label="none">–</span>;
  return <time dateTime={day}>{formatDay(day, weekday)}</time>;
}
