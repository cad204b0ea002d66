import { expect, test } from 'vitest';
import { isAdminRemoved, isInactive, isLive, normaliseEnrolmentStatus } from '../../src/enrolment/status.js';

test.each([
  ['Confirmed', 'Confirmed'],
  ['confirmed', 'Confirmed'],
  [' ACTIVE ', 'Active'],
  ['pending', 'Pending'],
  ['CANCELLED', 'Cancelled'],
  ['withdrawn', 'Withdrawn'],
  ['Rejected', 'Rejected'],
  ['On Hold', null],
  ['', null],
])('bug 20 SSG’s word "%s" is %s', (word, expected) => {
  expect(normaliseEnrolmentStatus(word)).toBe(expected);
});

test('S0.17 SSG cannot remove as an admin does, by whatever spelling', () => {
  for (const word of ['Admin Removed', 'admin removed', 'ADMIN REMOVED']) expect(normaliseEnrolmentStatus(word)).toBeNull();
});

test('S0.20 bug 20 Cancelled, Withdrawn and Rejected are inactive; an unknown word is neither inactive nor live', () => {
  expect(
    (['Active', 'Confirmed', 'Pending', 'Cancelled', 'Withdrawn', 'Rejected', 'Admin Removed', null] as const).map(isInactive),
  ).toEqual([false, false, false, true, true, true, false, false]);
  expect(
    (['Active', 'Confirmed', 'Pending', 'Cancelled', 'Withdrawn', 'Rejected', 'Admin Removed', null] as const).map(isLive),
  ).toEqual([true, true, true, false, false, false, false, false]);
});

test('bug 7 a missing status is not an admin removal', () => {
  expect(isAdminRemoved(null)).toBe(false);
  expect(isAdminRemoved('Admin Removed')).toBe(true);
});
