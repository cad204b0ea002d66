import { describe, expect, test } from 'vitest';
import { predictFinish, type StepAhead, typicalDuration } from '../../src/chain/predict-finish.js';

const NOW = 1_795_600_000_000;
const MINUTE = 60_000;

function ahead(status: StepAhead['status'], values: Partial<StepAhead> = {}): StepAhead {
  return { status, startedAt: null, callsMade: 0, callsPredicted: null, typicalMs: null, ...values };
}

const minutesFromNow = (...steps: StepAhead[]): number | null => {
  const finish = predictFinish({ now: NOW, steps, paceMs: 2000 });
  return finish === null ? null : (finish - NOW) / MINUTE;
};

describe('predictFinish', () => {
  test('X21 from history: what is at work counts for what is left of it, what is settled not at all', () => {
    const done = ahead('completed', { typicalMs: 50 * MINUTE });
    const atWork = ahead('running', { startedAt: NOW - 4 * MINUTE, typicalMs: 10 * MINUTE });
    expect(minutesFromNow(done, atWork, ahead('waiting', { typicalMs: 5 * MINUTE }))).toBe(11);
  });

  test('a step that takes longer than usual may be over any moment', () => {
    expect(minutesFromNow(ahead('running', { startedAt: NOW - 30 * MINUTE, typicalMs: 10 * MINUTE }))).toBe(0);
  });

  test('S0.34 a known number of calls counts by the pace, before any history', () => {
    expect(minutesFromNow(ahead('ready', { callsPredicted: 300, typicalMs: 99 * MINUTE }))).toBe(10);
    const atWork = ahead('running', { startedAt: NOW - MINUTE, callsMade: 150, callsPredicted: 300 });
    expect(minutesFromNow(atWork)).toBe(5);
  });

  test('calls that have been slower than the pace stay slow', () => {
    expect(minutesFromNow(ahead('running', { startedAt: NOW - 10 * MINUTE, callsMade: 100, callsPredicted: 200 }))).toBe(10);
  });

  test('more calls than predicted do not count backwards', () => {
    expect(minutesFromNow(ahead('running', { startedAt: NOW - MINUTE, callsMade: 9, callsPredicted: 5 }))).toBe(0);
  });

  test.each<[string, StepAhead[]]>([
    ['nothing lies ahead', [ahead('completed'), ahead('skipped')]],
    ['a person must decide first', [ahead('awaiting_approval', { typicalMs: MINUTE })]],
    ['a step has neither history nor calls', [ahead('running', { typicalMs: MINUTE }), ahead('waiting')]],
  ])('nobody can say where %s', (_what, steps) => {
    expect(minutesFromNow(...steps)).toBeNull();
  });
});

test.each([
  [[], null],
  [[5], 5],
  [[1, 100], 50.5],
  [[3, 900, 4], 4],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000, 1000, 1000], 5.5],
])('X21 of the durations %j the typical one is %j', (durations, typical) => {
  expect(typicalDuration(durations)).toBe(typical);
});
