import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../src/calendar/iso-date.js';
import { decideWindow, windowEnd } from '../../src/course-run/window.js';

const settings = { today: '2026-02-20', thresholdDays: 21 };

test.each([
  ['2026-02-19', false, 'S0.10 before-window'],
  ['2026-02-20', true, 'S0.9 in-window'],
  ['2026-03-01', true, 'S0.9 in-window'],
  ['2026-03-13', true, 'S0.9 in-window'],
  ['2026-03-14', false, 'S0.8 beyond-window'],
])('S0.8 S0.9 S0.10 S0.11 a run starting on %s: in window %s by %s', (startDate, inWindow, rule) => {
  const decision = decideWindow(startDate, settings);
  expect(decision).toMatchObject({ inWindow, rule });
  expect(decision.reason).toContain(startDate);
});

test('S0.11 the window’s last day is today plus the threshold; zero days leave today alone', () => {
  expect(windowEnd('2026-02-20', 21)).toBe('2026-03-13');
  expect(decideWindow('2026-02-20', { today: '2026-02-20', thresholdDays: 0 }).inWindow).toBe(true);
  expect(decideWindow('2026-02-21', { today: '2026-02-20', thresholdDays: 0 }).inWindow).toBe(false);
});

test('bug 1 bug 2 in whatever order runs come, exactly those within the window are found', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40, max: 60 })), (offsets) => {
      const starts = offsets.map((offset) => addDays(settings.today, offset));
      const found = starts.filter((start) => decideWindow(start, settings).inWindow);
      expect(found).toEqual(
        offsets.filter((offset) => offset >= 0 && offset <= 21).map((offset) => addDays(settings.today, offset)),
      );
    }),
  );
});
