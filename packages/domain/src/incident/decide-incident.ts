import { durationText } from '../chain/duration-text.js';
import type { IncidentMessage, OpenIncident } from './incident.js';

/** Within this time the repeats of an incident are counted (S1.19). */
export const NOTE_WINDOW_MS = 24 * 60 * 60 * 1000;

/** The repeat at which people are asked what they will do about it (S1.19): the first time is not a repeat. */
export const NOTE_AT_REPEAT = 3;

/** As many moments as the count needs are kept, so that the row stays small however often the trouble returns. */
const KEPT_OCCURRENCES = NOTE_AT_REPEAT + 1;

export interface OccurrenceDecision {
  kind: 'opens' | 'repeats' | 'asks_for_note';
  /** The message to send, at most one; null for none. */
  message: IncidentMessage | null;
  /** The incident as it is afterwards. */
  incident: OpenIncident;
  reason: string;
}

/**
 * What a failure means for the incident of its fingerprint. The first one opens it and tells people, repeats tell nobody, and
 * the third repeat within a day asks once for a corrective-action note (S1.19). `now` in epoch milliseconds.
 */
export function decideOccurrence({ open, now }: { open: OpenIncident | null; now: number }): OccurrenceDecision {
  if (open === null) {
    return {
      kind: 'opens',
      message: 'incident_opened',
      incident: { firstSeen: now, lastSeen: now, repeats: 0, occurrences: [now], noteRequested: false },
      reason: 'No incident of this fingerprint is open.',
    };
  }
  const occurrences = [...open.occurrences, now].toSorted((one, other) => one - other).slice(-KEPT_OCCURRENCES);
  const repeats = open.repeats + 1;
  const isNoteDue =
    !open.noteRequested && repeatsWithin(NOTE_WINDOW_MS, { ...open, occurrences, repeats }, now) >= NOTE_AT_REPEAT;
  const incident: OpenIncident = {
    firstSeen: Math.min(open.firstSeen, now),
    lastSeen: Math.max(open.lastSeen, now),
    repeats,
    occurrences,
    noteRequested: open.noteRequested || isNoteDue,
  };
  if (isNoteDue) {
    const reason = `It happened again ${NOTE_AT_REPEAT} times within ${durationText(NOTE_WINDOW_MS)}; somebody must write what will be done about it.`;
    return { kind: 'asks_for_note', message: 'note_requested', incident, reason };
  }
  return { kind: 'repeats', message: null, incident, reason: `The incident is open; this is repeat ${repeats}.` };
}

/** The first time is not a repeat; it is among the moments kept as long as none was dropped. */
function repeatsWithin(windowMs: number, incident: OpenIncident, now: number): number {
  const isRecent = (at: number) => at > now - windowMs;
  const isFirstKept = incident.repeats < incident.occurrences.length;
  return incident.occurrences.filter(isRecent).length - (isFirstKept && isRecent(incident.firstSeen) ? 1 : 0);
}

export type ClosingDecision =
  | { kind: 'closes'; message: IncidentMessage; reason: string }
  | { kind: 'stays_open'; message: null; reason: string }
  | { kind: 'nothing_open'; message: null; reason: string };

/**
 * What a success means for the incident of the same trouble. Only a success that came after the newest failure closes it: the
 * one may have been long under way when the other happened. `at` is when what succeeded was begun, in epoch milliseconds.
 */
export function decideClosing({ open, success }: { open: OpenIncident | null; success: { at: number } }): ClosingDecision {
  if (open === null) return { kind: 'nothing_open', message: null, reason: 'No incident of this fingerprint is open.' };
  if (success.at <= open.lastSeen) {
    return {
      kind: 'stays_open',
      message: null,
      reason: 'What succeeded was begun before the newest failure, so it proves nothing.',
    };
  }
  const often = open.repeats === 0 ? 'once' : `${open.repeats + 1} times`;
  const duration = durationText(success.at - open.firstSeen);
  return { kind: 'closes', message: 'incident_closed', reason: `It works again after ${duration}; it failed ${often}.` };
}
