import { addDays, dayNumber } from './dates.js';
import { createRandom } from './prng.js';
import type { RunRecord, SessionRecord } from './records.js';

const MOST_SESSIONS = 10;

/** `{course}-{run}-S{n}`, n from 1 (ssg-api.md §5.5). */
export const sessionId = (run: RunRecord, number: number): string => `${run.courseReferenceNumber}-${run.id}-S${number}`;

/**
 * The sessions of a run that nobody edited: one a day at most, ten at most. Asynchronous runs have one session over the whole
 * time without a place; one run in twenty has no session yet.
 */
export function inventSessions(seed: number, run: RunRecord): SessionRecord[] {
  const random = createRandom(seed, 'sessions', run.id);
  if (random.chance(0.05)) return [];
  if (run.modeOfTraining === '2') return [session(run, 1, run.startDate, run.endDate, '00:00', '23:59')];
  const days = dayNumber(run.endDate) - dayNumber(run.startDate) + 1;
  const step = Math.ceil(days / MOST_SESSIONS);
  return Array.from({ length: Math.ceil(days / step) }, (_, index) => {
    const date = addDays(run.startDate, index * step);
    return session(run, index + 1, date, date, '09:00', '18:00');
  });
}

function session(
  run: RunRecord,
  number: number,
  startDate: string,
  endDate: string,
  startTime: string,
  endTime: string,
): SessionRecord {
  const venue = run.venue.postalCode === '' ? null : run.venue;
  return { id: sessionId(run, number), startDate, endDate, startTime, endTime, modeOfTraining: run.modeOfTraining, venue };
}
