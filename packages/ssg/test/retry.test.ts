import { describe, expect, test } from 'vitest';
import { backoffMs, parseRetryAfter, type RetryFailure, type RetryPolicy, shouldRetry } from '../src/retry.js';

const policy: RetryPolicy = { maxAttempts: 4, baseDelayMs: 1_000, maxDelayMs: 5_000, maxRetryAfterMs: 60_000, random: () => 0 };
const question = { attempt: 1, repeatable: true, remainingMs: Number.POSITIVE_INFINITY };

describe('habit 20: whether to send again is a pure decision', () => {
  const expected: [RetryFailure, { read: boolean; write: boolean }][] = [
    ['not-connected', { read: true, write: true }],
    ['throttled', { read: true, write: true }],
    ['busy', { read: true, write: false }],
    ['server', { read: true, write: false }],
    ['network', { read: true, write: false }],
    ['timeout', { read: true, write: false }],
    ['time-budget', { read: false, write: false }],
    ['final', { read: false, write: false }],
  ];
  test.each(expected)('after "%s"', (failure, { read, write }) => {
    expect(shouldRetry({ ...question, failure }, policy).retry).toBe(read);
    expect(shouldRetry({ ...question, failure, repeatable: false }, policy).retry).toBe(write);
  });

  test('a write that may have happened is to be looked up first (habit 21)', () => {
    const decision = shouldRetry({ ...question, failure: 'timeout', repeatable: false }, policy);
    expect(decision).toEqual({ retry: false, why: 'a write that ended in "timeout" may have happened: look it up first' });
  });

  test('the attempts are counted with the first one', () => {
    expect(shouldRetry({ ...question, failure: 'server', attempt: 3 }, policy).retry).toBe(true);
    expect(shouldRetry({ ...question, failure: 'server', attempt: 4 }, policy)).toEqual({
      retry: false,
      why: 'all 4 attempts are used up',
    });
  });

  test("bug 22 SSG's Retry-After beats our own backoff, shorter or longer, up to a cap", () => {
    const [none, longer, tooLong] = [0, 20_000, 86_400_000].map((retryAfterMs) =>
      shouldRetry({ ...question, failure: 'throttled', retryAfterMs }, policy),
    );
    expect(none).toMatchObject({ retry: true, waitMs: 0 });
    expect(longer).toMatchObject({ retry: true, waitMs: 20_000 });
    expect(tooLong).toMatchObject({ retry: true, waitMs: 60_000 });
  });

  test('no wait may exceed what is left of the time budget', () => {
    expect(shouldRetry({ ...question, failure: 'server', remainingMs: 501 }, policy)).toMatchObject({ retry: true, waitMs: 500 });
    expect(shouldRetry({ ...question, failure: 'server', remainingMs: 500 }, policy)).toEqual({
      retry: false,
      why: 'waiting 500 ms would exceed the time budget of the call',
    });
  });
});

describe('backoff', () => {
  test('doubles up to the cap', () => {
    const full = { ...policy, random: () => 1 };
    expect([1, 2, 3, 4, 50].map((attempt) => backoffMs(attempt, full))).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  test('takes between half and all of it', () => {
    expect([0, 0.5, 1].map((random) => backoffMs(2, { ...policy, random: () => random }))).toEqual([1_000, 1_500, 2_000]);
  });
});

describe('Retry-After', () => {
  const now = new Date('2025-10-28T04:00:00Z');
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Tue, 28 Oct 2025 04:00:30 GMT', 30_000],
    ['Tuesday, 28-Oct-25 04:01:00 GMT', 60_000],
    ['Tue, 28 Oct 2025 03:00:00 GMT', 0],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2025-10-28', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (header, milliseconds) => {
    expect(parseRetryAfter(header, now)).toBe(milliseconds);
  });
});
