import { expect, test } from 'vitest';
import { marksOf } from '~/incidents/timeline-marks';

test('moments stand between the first and the last, oldest first', () => {
  expect(
    marksOf(
      ['2026-03-01T04:00:00Z', '2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z'],
      '2026-03-01T00:00:00Z',
      '2026-03-01T04:00:00Z',
    ),
  ).toEqual([
    { at: '2026-03-01T00:00:00Z', place: 0 },
    { at: '2026-03-01T01:00:00Z', place: 0.25 },
    { at: '2026-03-01T04:00:00Z', place: 1 },
  ]);
});

test('a single moment stands at the end, and one outside at the edge', () => {
  expect(marksOf(['2026-03-01T00:00:00Z'], '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([
    { at: '2026-03-01T00:00:00Z', place: 1 },
  ]);
  expect(marksOf(['2026-02-01T00:00:00Z'], '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')).toEqual([
    { at: '2026-02-01T00:00:00Z', place: 0 },
  ]);
});
