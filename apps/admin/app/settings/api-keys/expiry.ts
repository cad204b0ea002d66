/** How long a key may be good, in days. */
export const KEY_DAYS = ['30', '90', '180', '365'] as const;

const DAY_MS = 86_400_000;
/** The API takes at most 365 days from when it is asked; a minute less is on its side of the line. */
const MARGIN_MS = 60_000;

/** The moment that is so many days after `now`, as the API takes it. */
export const expiryAfter = (days: number, now: number): string => new Date(now + days * DAY_MS - MARGIN_MS).toISOString();
