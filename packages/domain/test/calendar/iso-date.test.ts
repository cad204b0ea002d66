import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayFromSsgInteger, isIsoDate, isTimeZone, todayIn } from '../../src/calendar/iso-date.js';

const anyDay = fc.integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2200, 0, 1) / 86_400_000 });
const isoDay = (dayNumber: number) => new Date(dayNumber * 86_400_000).toISOString().slice(0, 10);

describe('isIsoDate', () => {
  test.each(['2026-02-28', '2024-02-29', '2000-02-29', '2026-12-31'])('%s is a calendar day', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00',
    '',
  ])('"%s" is none', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
});

describe('addDays', () => {
  test('agrees with the platform’s calendar, forwards and backwards', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (day, days) => {
        expect(addDays(isoDay(day), days)).toBe(isoDay(day + days));
      }),
    );
  });

  test('crosses a leap day and the years’ ends of the calendar', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(addDays('0000-01-02', -1)).toBe('0000-01-01');
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  });

  test('refuses what is no day and no whole number', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(/not a calendar day/);
    expect(() => addDays('2026-02-01', 1.5)).toThrow(/whole number/);
  });
});

describe('todayIn', () => {
  const twoInTheMorningInSingapore = Date.UTC(2026, 1, 28, 18, 0);

  test('bug 4 at 02:00 SGT it is already the next day in Singapore, and still yesterday in UTC', () => {
    expect(todayIn('Asia/Singapore', twoInTheMorningInSingapore)).toBe('2026-03-01');
    expect(todayIn('UTC', twoInTheMorningInSingapore)).toBe('2026-02-28');
  });

  test('bug 4 the day changes at midnight of the zone, to the millisecond', () => {
    const midnight = Date.UTC(2026, 0, 1, 16, 0);
    expect(todayIn('Asia/Singapore', midnight - 1)).toBe('2026-01-01');
    expect(todayIn('Asia/Singapore', midnight)).toBe('2026-01-02');
  });

  test('an unknown zone is an error, not UTC', () => {
    expect(() => todayIn('Asia/Nowhere', 0)).toThrow(RangeError);
  });
});

test.each([
  ['Asia/Singapore', true],
  ['UTC', true],
  ['Asia/Nowhere', false],
  ['', false],
  [' ', false],
])('isTimeZone("%s") is %s', (text, expected) => {
  expect(isTimeZone(text)).toBe(expected);
});

test.each([
  [20251201, '2025-12-01'],
  ['20251201', '2025-12-01'],
  [20250230, null],
  ['2025-12-01', null],
  [0, null],
  ['', null],
  [null, null],
  [undefined, null],
])('ssg-api §9.10 SSG’s day %s is %s', (value, expected) => {
  expect(dayFromSsgInteger(value)).toBe(expected);
});
