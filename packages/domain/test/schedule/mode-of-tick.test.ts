import { expect, test } from 'vitest';
import { modeOfTick } from '../../src/schedule/mode-of-tick.js';

const modes = ['full', 'incremental'] as const;

test('S4.10 full on Sundays, incremental on the other days', () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((weekday) => modeOfTick({ fullWeekdays: [0], weekday, modes }))).toEqual([
    'full',
    'incremental',
    'incremental',
    'incremental',
    'incremental',
    'incremental',
    'incremental',
  ]);
});

test('a chain that knows one mode runs in it on every day', () => {
  expect(modeOfTick({ fullWeekdays: [], weekday: 3, modes: ['full'] })).toBe('full');
  expect(modeOfTick({ fullWeekdays: [3], weekday: 3, modes: ['incremental'] })).toBe('incremental');
});

test.each([-1, 7, 1.5, Number.NaN])('bug 42 %d is no weekday', (day) => {
  expect(() => modeOfTick({ fullWeekdays: [0], weekday: day, modes })).toThrow(/0 is Sunday/);
  expect(() => modeOfTick({ fullWeekdays: [day], weekday: 0, modes })).toThrow(/0 is Sunday/);
});

test('a chain without modes is a mistake', () => {
  expect(() => modeOfTick({ fullWeekdays: [], weekday: 0, modes: [] })).toThrow(RangeError);
});
