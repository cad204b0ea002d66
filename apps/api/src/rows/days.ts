/** Far more than the days that anybody looks at; then it begins anew. */
const MOST_DAYS = 5000;
const days = new Map<string, Date>();

/** A day as Prisma reads it: midnight in UTC, wherever this process stands. The same day is the same object; nobody changes it. */
export function dayOf(text: string): Date {
  const known = days.get(text);
  if (known) return known;
  const day = new Date(text);
  if (days.size >= MOST_DAYS) days.clear();
  days.set(text, day);
  return day;
}
