import { formatDay } from '~/ui/format-moment';

/** `63 classes from 21 Nov to 12 Dec 2026`: how many a list has, and between which first days. */
export function classesSentence(total: number, from: string | undefined, to: string | undefined): string {
  const classes = total === 1 ? '1 class' : `${total.toLocaleString('en-GB')} classes`;
  if (total === 0 || !from || !to) return total === 0 ? 'No classes.' : `${classes}.`;
  if (from === to) return `${classes} on ${formatDay(from, false)}.`;
  const start = formatDay(from, false);
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  return `${classes} from ${sameYear ? start.slice(0, -5) : start} to ${formatDay(to, false)}.`;
}
