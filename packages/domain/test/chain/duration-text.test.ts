import { expect, test } from 'vitest';
import { durationText } from '../../src/chain/duration-text.js';

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [999, '0 s'],
  [1000, '1 s'],
  [90_000, '1 min 30 s'],
  [3_600_000, '1 h'],
  [3_600_000 + 59_000, '1 h'],
  [12_000_000, '3 h 20 min'],
  [172_800_000, '2 d'],
  [93_600_000, '1 d 2 h'],
])('%i ms is "%s"', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
