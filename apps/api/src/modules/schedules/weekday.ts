const SHORT = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The weekday of a moment in a time zone, 0 is Sunday. */
export const weekdayIn = (timeZone: string, moment: number): number =>
  SHORT.indexOf(new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(moment));
