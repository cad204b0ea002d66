import { describe, expect, test } from 'vitest';
import { decideBatchStart, decideBatchStatus, type UnfinishedBatch } from '../../src/sync/decide-batch.js';

const HOUR = 3_600_000;
const scope = { today: '2026-02-20', thresholdDays: 21, onlySsgRunId: null };
const asked = { ...scope, now: 10 * HOUR, maxResumeAgeMs: 6 * HOUR };
const leftBehind: UnfinishedBatch = { ...scope, startedAt: 5 * HOUR };

describe('decideBatchStart', () => {
  test('nothing was left behind: start', () => {
    expect(decideBatchStart({ ...asked, unfinished: null }).kind).toBe('start');
  });

  test('bug 24 a batch left behind is continued for the same window', () => {
    expect(decideBatchStart({ ...asked, unfinished: leftBehind }).kind).toBe('continue');
    expect(decideBatchStart({ ...asked, unfinished: { ...leftBehind, startedAt: 4 * HOUR } }).kind).toBe('continue');
  });

  test.each<[string, Partial<UnfinishedBatch>, RegExp]>([
    ['another day', { today: '2026-02-19' }, /day was 2026-02-19/],
    ['another threshold', { thresholdDays: 14 }, /window was 14 days/],
    ['another run', { onlySsgRunId: '850014' }, /run 850014 alone/],
    ['too great an age', { startedAt: 4 * HOUR - 1 }, /too long ago/],
  ])('bug 24 %s: a new batch starts, and says why', (_what, values, reason) => {
    const decision = decideBatchStart({ ...asked, unfinished: { ...leftBehind, ...values } });
    expect(decision.kind).toBe('start');
    expect(decision.reason).toMatch(reason);
  });
});

describe('decideBatchStatus', () => {
  test.each([
    [{}, 0, 'completed'],
    [{ success: 3, no_enrolments: 2 }, 0, 'completed'],
    [{ not_listed: 1 }, 0, 'completed'],
    [{ success: 3, error: 1 }, 0, 'partial'],
    [{ no_runs: 1, error: 1 }, 0, 'partial'],
    [{ success: 3 }, 1, 'partial'],
    [{ success: 3, pending: 1 }, 0, 'partial'],
    [{ pending: 2 }, 0, 'partial'],
    [{ unchanged: 4 }, 0, 'completed'],
    [{ unchanged: 4, error: 1 }, 0, 'partial'],
    [{ success: 3, held: 1 }, 0, 'partial'],
    [{ held: 2 }, 0, 'partial'],
    [{ error: 2 }, 0, 'failed'],
    [{ error: 1, not_listed: 1, pending: 4 }, 0, 'failed'],
  ] as const)('bug 24 lines %j with %i trainer errors: %s', (counts, trainerErrors, status) => {
    expect(decideBatchStatus({ counts, trainerErrors }).status).toBe(status);
  });

  test('the reason counts what went wrong', () => {
    expect(decideBatchStatus({ counts: { success: 3, error: 1, pending: 2 }, trainerErrors: 0 }).reason).toBe(
      '3 succeeded; 1 with an error, 2 not processed.',
    );
    expect(decideBatchStatus({ counts: { unchanged: 3, held: 2 }, trainerErrors: 1 }).reason).toBe(
      '3 succeeded; 2 held back for a person to decide, 1 without a trainer because of an error.',
    );
  });
});
