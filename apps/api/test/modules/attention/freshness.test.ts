import { describe, expect, test } from 'vitest';
import { judgeFreshness, type SyncHistory } from '../../../src/modules/attention/freshness.js';

const NOW = Date.parse('2026-03-02T09:00:00+08:00');
const CLOCK = { now: NOW, timeZone: 'Asia/Singapore' };
const GOOD = {
  completedAt: new Date('2026-03-02T02:14:00+08:00'),
  mode: 'incremental',
  runErrors: 0,
  trainersAsked: 4,
  trainerErrors: 0,
};
const HISTORY: SyncHistory = {
  lastGood: GOOD,
  lastFullAt: new Date('2026-03-01T02:30:00+08:00'),
  lastTry: { startedAt: new Date('2026-03-02T02:00:00+08:00'), isGood: true },
};

const judge = (history: Partial<SyncHistory>) =>
  Object.fromEntries(judgeFreshness({ ...HISTORY, ...history }, CLOCK).map((one) => [one.source, one]));
const staleOf = (history: Partial<SyncHistory>) =>
  Object.values(judge(history))
    .filter(({ stale }) => stale)
    .map(({ source }) => source);

test('a night like every other: nothing is stale, and times are on the provider’s clock', () => {
  const judged = judge({});
  expect(staleOf({})).toEqual([]);
  expect(judged['course_runs']).toMatchObject({
    refreshedAt: GOOD.completedAt,
    sentence: 'Read on 2026-03-02 02:14. Only what had changed was read.',
  });
  expect(judged['full_read']?.sentence).toBe('Everything was read on 2026-03-01 02:30; since then what had changed.');
});

test('an empty provider: everything is stale, and has no time', () => {
  const judged = judgeFreshness({ lastGood: null, lastFullAt: null, lastTry: null }, CLOCK);
  expect(judged).toHaveLength(4);
  expect(judged.every(({ stale, refreshedAt }) => stale && refreshedAt === null)).toBe(true);
  expect(judged[0]?.sentence).toBe('Never read.');
});

const agedBy = (hours: number) => new Date(NOW - hours * 3_600_000);

const readBefore = (hours: number) => ({ lastGood: { ...GOOD, completedAt: agedBy(hours) } });

describe('stale is', () => {
  test('what is older than a day and a half', () => {
    expect(staleOf(readBefore(36))).toEqual([]);
    expect(staleOf(readBefore(36.01))).toEqual(['course_runs', 'enrolments', 'trainers']);
  });

  test('a full read only after eight days: it is a weekly one', () => {
    expect(staleOf({ lastFullAt: agedBy(8 * 24) })).toEqual([]);
    expect(staleOf({ lastFullAt: agedBy(8 * 24 + 1) })).toEqual(['full_read']);
  });

  test('what the last try could not read, however fresh it is', () => {
    const lastTry = { startedAt: new Date('2026-03-02T08:00:00+08:00'), isGood: false };
    expect(staleOf({ lastTry })).toEqual(['course_runs', 'enrolments', 'trainers']);
    expect(judge({ lastTry })['enrolments']?.sentence).toBe(
      'Read on 2026-03-02 02:14. The last try, on 2026-03-02 08:00, failed: its batch says why and what to do.',
    );
  });

  test('trainers where none of them could be read; some errors are told', () => {
    const some = { lastGood: { ...GOOD, runErrors: 1, trainerErrors: 3 } };
    expect(staleOf(some)).toEqual([]);
    expect(judge(some)['enrolments']?.sentence).toContain('The enrolments of 1 run could not be read.');
    expect(judge(some)['trainers']?.sentence).toContain('The trainers of 3 runs could not be read.');
    expect(staleOf({ lastGood: { ...GOOD, trainerErrors: 4 } })).toEqual(['trainers']);
  });
});
