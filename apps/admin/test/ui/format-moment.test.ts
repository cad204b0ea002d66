import { expect, test } from 'vitest';
import { formatAgo, formatDay, formatSeconds, longMoment, momentIn } from '~/ui/format-moment';

test('S1.13 an instant stands in the provider’s zone, and both zones are at hand', () => {
  expect(momentIn('2026-11-21T16:30:05Z', 'Asia/Singapore')).toBe('22 Nov 2026 00:30');
  expect(longMoment('2026-11-21T16:30:05Z', 'Asia/Singapore')).toBe(
    '22 Nov 2026 00:30:05 Asia/Singapore · 21 Nov 2026 16:30:05 UTC',
  );
});

test('September has three letters, whatever the language data of this machine says', () => {
  expect(momentIn('2026-09-01T00:00:00Z', 'UTC')).toBe('1 Sep 2026 00:00');
});

test('a calendar day is the same day in every zone', () => {
  expect(formatDay('2026-11-21')).toBe('Sat 21 Nov 2026');
  expect(formatDay('2026-11-21', false)).toBe('21 Nov 2026');
  expect(formatDay('soon')).toBe('soon');
});

test.each([
  [0.4, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  ['2026-11-21T11:59:30Z', 'just now'],
  ['2026-11-21T11:15:00Z', '45 min ago'],
  ['2026-11-20T13:00:00Z', '23 h ago'],
  ['2026-11-18T12:00:00Z', '3 days ago'],
  ['2026-11-21T14:00:00Z', 'in 2 h'],
])('%s is %s at noon', (at, text) => {
  expect(formatAgo(at, '2026-11-21T12:00:00Z')).toBe(text);
});
