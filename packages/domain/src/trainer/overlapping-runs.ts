import type { IsoDate } from '../calendar/iso-date.js';
import type { TrainerWarning } from './admin-trainers.js';

/** A run with its days, as far as it matters who teaches when. */
export interface RunDays {
  id: string;
  ssgRunId: string;
  startDate: IsoDate;
  endDate: IsoDate;
}

const MOST_NAMED = 3;

/**
 * A warning where a trainer has other runs on days of this one. Days are all that is known here: two runs of one day may be
 * in the morning and in the evening, so a person decides and nothing is refused.
 */
export function warnOfOverlaps(run: RunDays, others: readonly RunDays[]): TrainerWarning[] {
  const overlapping = others.filter(
    (other) => other.id !== run.id && other.startDate <= run.endDate && other.endDate >= run.startDate,
  );
  if (overlapping.length === 0) return [];
  const named = overlapping.slice(0, MOST_NAMED).map((other) => `${other.ssgRunId} (${other.startDate} to ${other.endDate})`);
  const more = overlapping.length > MOST_NAMED ? ` and ${overlapping.length - MOST_NAMED} more` : '';
  return [
    {
      code: 'overlapping_run',
      message: `The trainer also has run ${named.join(', ')}${more} on days of this one.`,
      remedy: 'Look at the hours; assign somebody else to one of them where they collide.',
    },
  ];
}
