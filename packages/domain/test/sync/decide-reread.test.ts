import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SYNC_LOG_STATUSES } from '../../src/sync/decide-batch.js';
import { CLOCK_MARGIN_MS, decideReread, type RereadFacts } from '../../src/sync/decide-reread.js';

const READ_AT = 1_000 * CLOCK_MARGIN_MS;

/** A run about which nothing changed. */
const quiet: RereadFacts = {
  listing: { hash: 'a', learnerCount: 12 },
  isHere: true,
  lastLine: { status: 'unchanged', isSinceWatermark: true },
  lastReading: { startedAt: READ_AT, listingHash: 'a', learnerCount: 12, gateWasOpen: true },
  updates: null,
  hasReview: false,
  changedHere: false,
};
const lastReading = quiet.lastReading as NonNullable<RereadFacts['lastReading']>;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const line = (status: (typeof SYNC_LOG_STATUSES)[number]) => ({ lastLine: { status, isSinceWatermark: true } });
const updated = (newestAt: number | null) => ({ updates: { count: 2, newestAt } });

describe('decideReread', () => {
  test.each<[string, Partial<RereadFacts>]>([
    ['nothing changed', {}],
    ['it was read last night', line('success')],
    [
      'it had no enrolments, and is not here',
      { ...line('no_enrolments'), isHere: false, lastReading: { ...lastReading, gateWasOpen: false } },
    ],
    ['an update long before the reading', updated(READ_AT - CLOCK_MARGIN_MS - 1)],
    ['SSG stopped to give a learner count', { listing: { hash: 'a', learnerCount: null } }],
  ])('bug 61 not read again: %s', (_what, values) => {
    expect(decideReread({ ...quiet, ...values })).toMatchObject({ read: false, rule: 'bug 61 unchanged' });
  });

  test.each<[string, Partial<RereadFacts>, string]>([
    ['SSG does not list it (bug 16)', { listing: null }, 'bug 16 not-listed'],
    ['it has no line', { lastLine: null }, 'bug 61 never-read'],
    ['its reading is no longer on record', { lastReading: null }, 'bug 61 never-read'],
    ['its last line is an error', line('error'), 'bug 61 never-read'],
    ['its last line is held', line('held'), 'bug 61 never-read'],
    ['its last line is pending', line('pending'), 'bug 61 never-read'],
    ['SSG did not know it last time', line('not_listed'), 'bug 61 never-read'],
    ['it newly entered the window (bug 50)', { lastLine: { status: 'success', isSinceWatermark: false } }, 'bug 61 never-read'],
    ['it should be here and is not', { isHere: false }, 'bug 61 never-read'],
    ['SSG lists it otherwise', { listing: { hash: 'b', learnerCount: 12 } }, 'bug 61 listing-changed'],
    ['its reading had no listing', { lastReading: { ...lastReading, listingHash: null } }, 'bug 61 listing-changed'],
    ['SSG counts fewer learners (bug 14)', { listing: { hash: 'b', learnerCount: 11 } }, 'bug 14 learner-count'],
    ['an update after the reading began', updated(READ_AT + 1), 'bug 61 enrolment-updated'],
    ['an update within the hour before', updated(READ_AT - CLOCK_MARGIN_MS), 'bug 61 enrolment-updated'],
    ['an update of unknown time', updated(null), 'bug 61 enrolment-updated'],
    ['a review (bug 18)', { hasReview: true }, 'bug 18 learner-review'],
    ['an admin restored an enrolment (S0.19)', { changedHere: true }, 'bug 61 changed-here'],
  ])('bug 61 read again: %s', (_what, values, rule) => {
    expect(decideReread({ ...quiet, ...values })).toMatchObject({ read: true, rule });
  });

  test('bug 61 a run is passed over only where every single fact is quiet', () => {
    const arbitrary: fc.Arbitrary<RereadFacts> = fc.record({
      listing: maybe(fc.record({ hash: fc.constantFrom('a', 'b'), learnerCount: maybe(fc.nat(2)) })),
      isHere: fc.boolean(),
      lastLine: maybe(fc.record({ status: fc.constantFrom(...SYNC_LOG_STATUSES), isSinceWatermark: fc.boolean() })),
      lastReading: maybe(
        fc.record({
          startedAt: fc.constant(READ_AT),
          listingHash: maybe(fc.constantFrom('a', 'b')),
          learnerCount: maybe(fc.nat(2)),
          gateWasOpen: fc.boolean(),
        }),
      ),
      updates: maybe(fc.record({ count: fc.nat(3), newestAt: maybe(fc.integer({ min: 0, max: 2 * READ_AT })) })),
      hasReview: fc.boolean(),
      changedHere: fc.boolean(),
    });
    fc.assert(
      fc.property(arbitrary, (facts) => {
        const decision = decideReread(facts);
        const { listing, lastLine, lastReading: reading, updates } = facts;
        expect(decision.reason).not.toBe('');
        expect(decision.read).toBe(decision.rule !== 'bug 61 unchanged');
        if (decision.read) return;
        expect(['success', 'no_enrolments', 'unchanged']).toContain(lastLine?.status);
        expect(lastLine?.isSinceWatermark).toBe(true);
        expect(listing?.hash).toBe(reading?.listingHash);
        expect(facts.isHere || !reading?.gateWasOpen).toBe(true);
        expect(facts.hasReview || facts.changedHere).toBe(false);
        const newestUpdate = updates === null ? 0 : (updates.newestAt ?? Number.POSITIVE_INFINITY);
        expect(newestUpdate).toBeLessThan(READ_AT - CLOCK_MARGIN_MS);
      }),
      { numRuns: 2_000 },
    );
  });
});
