import { describe, expect, test } from 'vitest';
import { decideBlastRadius, recheckApproval } from '../../src/chain/blast-radius.js';

describe('decideBlastRadius', () => {
  test.each([
    [0, 0, 0, 'within'],
    [0, 0, 1000, 'within'],
    [10, 0, 1000, 'within'],
    [10, 0, 500, 'within'],
    [11, 0, 100_000, 'approval_needed'],
    [10, 0, 499, 'approval_needed'],
    [1, 0, 50, 'within'],
    [1, 0, 20, 'approval_needed'],
    [1, 0, 0, 'approval_needed'],
    [0, 1, 1000, 'approval_needed'],
  ])('bug 49 %i cancels and %i removals of %i touched: %s', (cancels, removals, touched, kind) => {
    expect(decideBlastRadius({ cancels, removals, touched }).kind).toBe(kind);
  });

  test('bug 49 the sentence tells the risk and the limits', () => {
    expect(decideBlastRadius({ cancels: 14, removals: 1, touched: 320 })).toEqual({
      kind: 'approval_needed',
      sentence:
        'It would cancel 14 enrolments of 320 (4.4 %); up to 10, and up to 2 %, need no approval. It would remove 1 row; up to 0 need no approval.',
    });
    expect(decideBlastRadius({ cancels: 1, removals: 0, touched: 0 })).toMatchObject({
      sentence: 'It would cancel 1 enrolment of 0; up to 10, and up to 2 %, need no approval.',
    });
  });

  test('a provider’s own limits decide', () => {
    const limits = { cancels: 50, cancelsPercent: 100, removals: 5 };
    expect(decideBlastRadius({ cancels: 50, removals: 5, touched: 50 }, limits)).toEqual({ kind: 'within' });
    expect(decideBlastRadius({ cancels: 51, removals: 5, touched: 51 }, limits).kind).toBe('approval_needed');
    expect(
      decideBlastRadius({ cancels: 1, removals: 0, touched: 1000 }, { cancels: 0, cancelsPercent: 0, removals: 0 }).kind,
    ).toBe('approval_needed');
  });

  test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])('a count of %d never passes as a small one', (broken) => {
    expect(() => decideBlastRadius({ cancels: broken, removals: 0, touched: 100 })).toThrow(/cancels is .+ whole number/);
    expect(() => recheckApproval({ approved: { cancels: 5, removals: broken }, now: { cancels: 5, removals: 0 } })).toThrow(
      RangeError,
    );
  });
});

describe('recheckApproval', () => {
  test.each([
    [14, 0, 'apply'],
    [3, 0, 'apply'],
    [15, 0, 'approval_needed'],
    [14, 1, 'approval_needed'],
  ])('bug 49 approved were 14 cancels; now it would be %i and %i removals: %s', (cancels, removals, kind) => {
    expect(recheckApproval({ approved: { cancels: 14, removals: 0 }, now: { cancels, removals } }).kind).toBe(kind);
  });

  test('the sentence compares', () => {
    expect(recheckApproval({ approved: { cancels: 1, removals: 0 }, now: { cancels: 15, removals: 2 } })).toEqual({
      kind: 'approval_needed',
      sentence: 'Approved were 1 enrolment to cancel and 0 rows to remove; now it would be 15 and 2.',
    });
  });
});
