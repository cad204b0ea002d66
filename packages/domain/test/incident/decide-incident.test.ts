import { describe, expect, test } from 'vitest';
import { decideClosing, decideOccurrence, NOTE_WINDOW_MS, type OccurrenceDecision } from '../../src/incident/decide-incident.js';
import type { OpenIncident } from '../../src/incident/incident.js';

const HOUR = 3_600_000;
const START = 1_795_600_000_000;

/** What the same trouble at these hours leads to, one after the other. */
function happensAt(...hours: number[]): OccurrenceDecision[] {
  let open: OpenIncident | null = null;
  return hours.map((hour) => {
    const decision: OccurrenceDecision = decideOccurrence({ open, now: START + hour * HOUR });
    open = decision.incident;
    return decision;
  });
}

const messages = (decisions: OccurrenceDecision[]) => decisions.map(({ message }) => message);

describe('decideOccurrence', () => {
  test('S4.18 the first failure opens an incident and tells people', () => {
    expect(happensAt(0)).toEqual([
      {
        kind: 'opens',
        message: 'incident_opened',
        incident: { firstSeen: START, lastSeen: START, repeats: 0, occurrences: [START], noteRequested: false },
        reason: 'No incident of this fingerprint is open.',
      },
    ]);
  });

  test('S1.19 repeats tell nobody, the third one within a day asks for a note, and only once', () => {
    expect(messages(happensAt(0, 1, 2, 3, 4, 5, 30, 31, 32, 33))).toEqual([
      'incident_opened',
      null,
      null,
      'note_requested',
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('S1.19 repeats further apart than a day do not add up', () => {
    expect(messages(happensAt(0, 13, 26, 39, 52, 65))).toEqual(['incident_opened', null, null, null, null, null]);
  });

  test('S1.19 the day is counted to the millisecond', () => {
    expect(messages(happensAt(0, 100, 101, 124))[3]).toBeNull();
    expect(messages(happensAt(0, 100, 101, 124 - 1 / HOUR))[3]).toBe('note_requested');
    expect(NOTE_WINDOW_MS).toBe(24 * HOUR);
  });

  test('S1.19 a long incident that becomes frequent asks then', () => {
    expect(messages(happensAt(0, 200, 201, 202))).toEqual(['incident_opened', null, null, 'note_requested']);
  });

  test('failures of one and the same moment are repeats too', () => {
    expect(messages(happensAt(0, 0, 0, 0, 0))).toEqual(['incident_opened', null, null, 'note_requested', null]);
  });

  test('a failure told late moves no time backwards', () => {
    expect(happensAt(5, 2).at(-1)?.incident).toEqual({
      firstSeen: START + 2 * HOUR,
      lastSeen: START + 5 * HOUR,
      repeats: 1,
      occurrences: [START + 2 * HOUR, START + 5 * HOUR],
      noteRequested: false,
    });
  });

  test('however often it happens, few moments are kept and all are counted', () => {
    const last = happensAt(...Array.from({ length: 500 }, (_, index) => index)).at(-1)?.incident;
    expect(last?.occurrences).toHaveLength(4);
    expect(last?.repeats).toBe(499);
  });
});

describe('decideClosing', () => {
  const [, { incident: open } = { incident: null }] = happensAt(0, 2);

  test('a success after the newest failure closes with one message', () => {
    expect(decideClosing({ open, success: { at: START + 3 * HOUR } })).toEqual({
      kind: 'closes',
      message: 'incident_closed',
      reason: 'It works again after 3 h; it failed 2 times.',
    });
  });

  test.each([START + HOUR, START + 2 * HOUR])('a success begun before the newest failure proves nothing (%i)', (at) => {
    expect(decideClosing({ open, success: { at } })).toMatchObject({ kind: 'stays_open', message: null });
  });

  test('with nothing open, nothing is told', () => {
    expect(decideClosing({ open: null, success: { at: START } })).toMatchObject({ kind: 'nothing_open', message: null });
  });

  test('what happened once is said to have happened once', () => {
    const [first] = happensAt(0);
    expect(decideClosing({ open: first?.incident ?? null, success: { at: START + HOUR } }).reason).toBe(
      'It works again after 1 h; it failed once.',
    );
  });
});
