import { expect, test } from 'vitest';
import { dayIn, dayStart, daysBefore, shortDay } from '~/ui/calendar-day';

test('bug 4 the day of an instant is that of the zone', () => {
  expect(dayIn('Asia/Singapore', '2026-11-20T16:30:00Z')).toBe('2026-11-21');
  expect(dayIn('UTC', '2026-11-20T16:30:00Z')).toBe('2026-11-20');
  expect(dayIn('America/New_York', '2026-01-01T02:00:00Z')).toBe('2025-12-31');
});

test.each([
  ['Asia/Singapore', '2026-11-21', '2026-11-20T16:00:00.000Z'],
  ['UTC', '2026-11-21', '2026-11-21T00:00:00.000Z'],
  ['America/New_York', '2026-07-01', '2026-07-01T04:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-21', '2026-11-20T18:15:00.000Z'],
  ['Pacific/Kiritimati', '2026-11-21', '2026-11-20T10:00:00.000Z'],
])('in %s the day %s begins at %s', (zone, day, start) => {
  expect(dayStart(day, zone)).toBe(start);
});

test('days back go over months and years', () => {
  expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
  expect(daysBefore('2026-01-01', 1)).toBe('2025-12-31');
});

test('a day at the foot of a chart', () => {
  expect(shortDay('2026-11-02')).toBe('2 Nov');
});
