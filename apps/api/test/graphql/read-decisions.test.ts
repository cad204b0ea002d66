import { expect, test } from 'vitest';
import { readDecisions } from '../../src/modules/sync/read-decisions.js';

test('a line that was not processed has no decisions', () => {
  expect(readDecisions(null)).toEqual([]);
  expect(readDecisions({})).toEqual([]);
});

test('skips, notices and the trainer pass’s notices come in the order they were made', () => {
  const stored = {
    skips: [{ key: 'ENR-2601-000001', rule: 'S0.17 admin-removed-wins', reason: 'Removed.' }],
    notices: [{ key: '850001', rule: 'bug 21 unknown-mode', message: 'Unknown mode.' }],
    trainers: [{ key: '850001', rule: 'X26 assessor', message: 'An assessor.' }],
  };
  expect(readDecisions(stored).map(({ kind, reason }) => [kind, reason])).toEqual([
    ['skip', 'Removed.'],
    ['notice', 'Unknown mode.'],
    ['trainer_notice', 'An assessor.'],
  ]);
});

test('another shape is an error rather than an empty list', () => {
  expect(() => readDecisions({ skips: 'none' })).toThrow('expected array');
});
