import { describe, expect, test } from 'vitest';
import { decideFailure, decideInterruption, LONGEST_PAUSE_MS } from '../../src/chain/decide-failure.js';
import { step } from './chain-facts.js';

const NOW = 1_795_600_000_000;
const threeMore = step('sync', [], { retry: { attempts: 3, backoffMs: 10_000 } });

describe('decideFailure', () => {
  test.each([
    [1, 10_000],
    [2, 20_000],
    [3, 40_000],
  ])('S4.11 try %i failed: the next one in %i ms', (attempts, waitMs) => {
    expect(decideFailure({ step: threeMore, attempts, retryable: true, now: NOW })).toMatchObject({
      kind: 'retry',
      notBefore: NOW + waitMs,
    });
  });

  test('S4.11 the reason tells which try failed and when the next one is', () => {
    expect(decideFailure({ step: threeMore, attempts: 2, retryable: true, now: NOW })).toMatchObject({
      reason: 'Try 2 of 4 failed; the next one in 20 s.',
    });
  });

  test('bug 28 when no try is left it fails', () => {
    expect(decideFailure({ step: threeMore, attempts: 4, retryable: true, now: NOW })).toEqual({
      kind: 'fail',
      reason: 'Try 4 of 4 failed; none is left.',
    });
    const never = step('sync', [], { retry: { attempts: 0, backoffMs: 0 } });
    expect(decideFailure({ step: never, attempts: 1, retryable: true, now: NOW }).kind).toBe('fail');
  });

  test('an error that does not go away by itself is not tried again', () => {
    expect(decideFailure({ step: threeMore, attempts: 1, retryable: false, now: NOW, retryAfterMs: 5 }).kind).toBe('fail');
  });

  test('bug 22 the upstream’s Retry-After is respected where it is longer', () => {
    expect(decideFailure({ step: threeMore, attempts: 1, retryable: true, now: NOW, retryAfterMs: 90_000 })).toEqual({
      kind: 'retry',
      notBefore: NOW + 90_000,
      reason: 'Try 1 of 4 failed; the next one in 1 min 30 s, as the upstream asks.',
    });
    expect(decideFailure({ step: threeMore, attempts: 1, retryable: true, now: NOW, retryAfterMs: 1 })).toMatchObject({
      notBefore: NOW + 10_000,
    });
  });

  test('the pause does not double for ever', () => {
    const patient = step('sync', [], { retry: { attempts: 1000, backoffMs: 60_000 } });
    for (const attempts of [7, 60, 1000]) {
      expect(decideFailure({ step: patient, attempts, retryable: true, now: NOW })).toMatchObject({
        notBefore: NOW + LONGEST_PAUSE_MS,
      });
    }
  });
});

describe('decideInterruption', () => {
  test.each([
    [1, 'take_over'],
    [2, 'take_over'],
    [3, 'crash_loop'],
    [4, 'crash_loop'],
  ])('bug 47 after %i dead workers of two allowed: %s', (interruptions, kind) => {
    expect(decideInterruption({ step: step('sync', [], { maxInterruptions: 2 }), interruptions }).kind).toBe(kind);
  });

  test('the reason of a crash loop says what to do', () => {
    expect(decideInterruption({ step: step('sync', [], { maxInterruptions: 0 }), interruptions: 1 })).toEqual({
      kind: 'crash_loop',
      reason: expect.stringContaining('Find out why before resuming'),
    });
  });
});
