import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideMissedTicks, decideTick, ON_TIME_GRACE_MS, type ScheduleFacts } from '../../src/schedule/decide-tick.js';

const HOUR = 3_600_000;
const NOW = 1_795_600_000_000;
const idle: ScheduleFacts = {
  now: NOW,
  overlap: 'skip',
  catchUp: { withinMs: 6 * HOUR },
  running: false,
  buffered: false,
  paused: false,
};

describe('how late a tick is', () => {
  test.each([
    [0, 'start'],
    [ON_TIME_GRACE_MS - 1, 'start'],
    [ON_TIME_GRACE_MS, 'catch_up'],
    [6 * HOUR - 1, 'catch_up'],
    [6 * HOUR, 'skip'],
    [400 * HOUR, 'skip'],
  ])('bug 60 late by %i ms: %s', (lateMs, kind) => {
    expect(decideTick({ ...idle, dueAt: NOW - lateMs }).kind).toBe(kind);
  });

  test('bug 60 the reason of a missed tick tells by how much', () => {
    expect(decideTick({ ...idle, dueAt: NOW - 7 * HOUR })).toEqual({
      kind: 'skip',
      reason: 'Missed by 7 h; it would have been made up for within 6 h.',
    });
  });

  test('a schedule that makes up for nothing still starts on time', () => {
    const strict = { ...idle, catchUp: { withinMs: 0 } };
    expect(decideTick({ ...strict, dueAt: NOW - ON_TIME_GRACE_MS + 1 }).kind).toBe('start');
    expect(decideTick({ ...strict, dueAt: NOW - ON_TIME_GRACE_MS }).kind).toBe('skip');
  });

  test('a tick that is not due is not decided', () => {
    expect(() => decideTick({ ...idle, dueAt: NOW + 5000 })).toThrow(/due in 5 s/);
  });
});

describe('what stands in its way', () => {
  test.each<[string, Partial<ScheduleFacts>, RegExp]>([
    ['paused', { paused: true }, /^Paused\.$/],
    ['S4.16 its chain runs', { chainRunning: 'tgs_daily' }, /^Chain running: tgs_daily/],
    ['S4.16 its chain runs, and it might wait', { chainRunning: 'tgs_daily', overlap: 'buffer_one' }, /^Chain running/],
    ['bug 48 its own run is at work', { running: true }, /still at work/],
    ['bug 48 one waits already', { running: true, buffered: true, overlap: 'buffer_one' }, /waits its turn already/],
    ['bug 48 one waits to begin', { buffered: true, overlap: 'buffer_one' }, /waits its turn already/],
  ])('%s: skipped, and says why', (_what, values, reason) => {
    expect(decideTick({ ...idle, ...values, dueAt: NOW })).toEqual({ kind: 'skip', reason: expect.stringMatching(reason) });
  });

  test('bug 48 its own run is at work, and one may wait: it waits, on time or late', () => {
    for (const dueAt of [NOW, NOW - HOUR]) {
      expect(decideTick({ ...idle, running: true, overlap: 'buffer_one', dueAt })).toEqual({ kind: 'buffer' });
    }
    expect(decideTick({ ...idle, overlap: 'buffer_one', dueAt: NOW })).toEqual({ kind: 'start' });
  });
});

describe('several missed ticks', () => {
  test('bug 60 the newest within the limit is made up for, the older ones are skipped rows', () => {
    expect(decideMissedTicks([NOW - 9 * HOUR, NOW - HOUR, NOW - 5 * HOUR], idle)).toEqual([
      { dueAt: NOW - 9 * HOUR, decision: { kind: 'skip', reason: expect.stringMatching(/^Missed by 9 h/) } },
      { dueAt: NOW - 5 * HOUR, decision: { kind: 'skip', reason: 'Missed: a newer tick of this schedule stands for it.' } },
      { dueAt: NOW - HOUR, decision: { kind: 'catch_up' } },
    ]);
  });

  test('all too old: all skipped, with their own reasons', () => {
    expect(decideMissedTicks([NOW - 8 * HOUR, NOW - 7 * HOUR], idle).map(({ decision }) => decision)).toEqual([
      { kind: 'skip', reason: expect.stringMatching(/^Missed by 8 h/) },
      { kind: 'skip', reason: expect.stringMatching(/^Missed by 7 h/) },
    ]);
  });

  test('no tick is lost, and at most one begins or waits, which is the newest', () => {
    const facts = fc.record({
      overlap: fc.constantFrom('skip' as const, 'buffer_one' as const),
      running: fc.boolean(),
      buffered: fc.boolean(),
      paused: fc.boolean(),
    });
    const ages = fc.array(fc.nat({ max: 12 * HOUR }), { maxLength: 10 });
    fc.assert(
      fc.property(ages, facts, (late, values) => {
        const dueTimes = late.map((age) => NOW - age);
        const decided = decideMissedTicks(dueTimes, { ...idle, ...values });
        expect(decided.map(({ dueAt }) => dueAt)).toEqual([...new Set(dueTimes)].sort((one, other) => one - other));
        expect(decided.slice(0, -1).filter(({ decision }) => decision.kind !== 'skip')).toEqual([]);
      }),
    );
  });
});
