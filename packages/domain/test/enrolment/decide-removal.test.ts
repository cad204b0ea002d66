import { expect, test } from 'vitest';
import { decideRemoval } from '../../src/enrolment/decide-removal.js';
import { row } from './admin-facts.js';

test.each(['Active', 'Confirmed', 'Pending'] as const)('S0.18 a learner who is %s is taken out of the run', (status) => {
  const { change, explanation } = decideRemoval(row({ status }));
  expect(change).toEqual({
    id: 'row-1',
    status: 'Admin Removed',
    fields: [{ field: 'enrolment_status', before: status, after: 'Admin Removed', owner: 'admin', rule: 'S0.18 admin-removes' }],
  });
  expect(explanation).toContain('850001');
});

test.each(['Cancelled', 'Withdrawn', 'Rejected'] as const)(
  'S0.18 what SSG ended as %s may be removed too, so that no other number brings the learner back',
  (status) => {
    const { change, explanation } = decideRemoval(row({ status }));
    expect(change?.status).toBe('Admin Removed');
    expect(explanation).toContain(`as ${status}`);
  },
);

test('S0.18 removing again is no failure and changes nothing', () => {
  const { change, explanation } = decideRemoval(row({ status: 'Admin Removed', referenceNumber: null }));
  expect(change).toBeNull();
  expect(explanation).toBe('An admin removed the enrolment in run 850001 before; nothing was changed.');
});
