import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOfDayIn } from '../../src/activation/start-of-day.js';
import { todayIn } from '../../src/calendar/iso-date.js';

test.each([
  ['Asia/Singapore', '2026-03-02', '2026-03-01T16:00:00.000Z'],
  ['UTC', '2026-03-02', '2026-03-02T00:00:00.000Z'],
  ['Pacific/Auckland', '2026-01-15', '2026-01-14T11:00:00.000Z'],
  ['America/Los_Angeles', '2026-03-09', '2026-03-09T07:00:00.000Z'],
  // The clocks go from 23:59:59 to 01:00 there: this day has no midnight.
  ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
  // Samoa left out the 30th when it crossed the date line.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
])('S2.4 in %s %s begins at %s', (timeZone, day, instant) => {
  expect(new Date(startOfDayIn(timeZone, day)).toISOString()).toBe(instant);
});

test('S2.4 it is the day from that instant on, and was another one a millisecond before', () => {
  const zone = fc.constantFrom('Asia/Singapore', 'Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu', 'America/St_Johns');
  const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(zone, instant, (timeZone, moment) => {
      const day = todayIn(timeZone, moment);
      const start = startOfDayIn(timeZone, day);
      expect(start).toBeLessThanOrEqual(moment);
      expect(todayIn(timeZone, start)).toBe(day);
      expect(todayIn(timeZone, start - 1) < day).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['Asia/Singapore', '2026-02-30'],
  ['Asia/Singapore', '1500-01-01'],
  ['Asia/Singapore', '2300-01-01'],
  ['Mars/Olympus', '2026-03-02'],
])('%s %s is refused', (timeZone, day) => {
  expect(() => startOfDayIn(timeZone, day)).toThrow(RangeError);
});
