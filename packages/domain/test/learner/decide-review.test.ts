import { describe, expect, test } from 'vitest';
import { decideDismissal, decideResolution, type ReviewToDecide } from '../../src/learner/decide-review.js';
import { LEARNER_REVIEW_REASONS } from '../../src/learner/learner.js';

const review = (values: Partial<ReviewToDecide> = {}): ReviewToDecide => ({
  status: 'open',
  reason: 'ambiguous_learner',
  referenceNumber: 'ENR-2601-000001',
  ownerId: null,
  ...values,
});

describe('bug 18 a review', () => {
  test.each(LEARNER_REVIEW_REASONS)('bug 18 may be put aside, and resolved where it asks who it is: %s', (reason) => {
    expect(decideDismissal(review({ reason }))).toMatchObject({ allowed: true });
    const asksWho = ['no_identity', 'ambiguous_learner', 'identifier_conflict'].includes(reason);
    const verdict = decideResolution(review({ reason }), 'a');
    expect(verdict).toMatchObject(asksWho ? { allowed: true } : { allowed: false, because: 'other_question' });
  });

  test.each(['resolved', 'dismissed'] as const)('bug 18 is decided once: %s', (status) => {
    expect(decideDismissal(review({ status }))).toMatchObject({ allowed: false, because: 'closed' });
    expect(decideResolution(review({ status }), 'a')).toMatchObject({ allowed: false, because: 'closed' });
  });

  test('bug 18 an enrolment that is here stays with its learner', () => {
    expect(decideResolution(review({ ownerId: 'a' }), 'a')).toMatchObject({
      allowed: true,
      explanation: expect.stringContaining('follow SSG again'),
    });
    expect(decideResolution(review({ ownerId: 'a' }), 'b')).toMatchObject({
      allowed: false,
      because: 'held_by_other',
      remedy: expect.any(String),
    });
  });
});
