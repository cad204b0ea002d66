import { formatDay } from '~/ui/format-moment';

/** `Sun 22 Nov 2026 to Mon 23 Nov 2026`; one day alone where it begins and ends on it. */
export const runDays = (startDate: string, endDate: string): string =>
  startDate === endDate ? formatDay(startDate) : `${formatDay(startDate)} to ${formatDay(endDate)}`;
