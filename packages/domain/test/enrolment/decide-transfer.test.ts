import { expect, test } from 'vitest';
import type { PlacementFacts } from '../../src/enrolment/decide-reassignment.js';
import { decideTransfer, type Transfer } from '../../src/enrolment/decide-transfer.js';
import { otherRow, row, TODAY, target } from './admin-facts.js';

const otherCourse = target({ courseId: 'course-2', courseCode: 'TGS-2026000002' });

const decide = (facts: Partial<PlacementFacts>) =>
  decideTransfer({ enrolment: row(), target: otherCourse, other: null, today: TODAY, ...facts });

function decided(facts: Partial<PlacementFacts>): Transfer {
  const decision = decide(facts);
  if (decision.kind === 'refused') throw new Error(decision.message);
  return decision;
}

test('S0.19 the old row is removed, and a new one is Confirmed without SSG’s number', () => {
  const decision = decided({});
  expect(decision.changes).toMatchObject([{ id: 'row-1', status: 'Admin Removed', fields: [{ rule: 'S0.19 admin-transfers' }] }]);
  expect(decision).toMatchObject({
    countsId: null,
    created: {
      fields: [
        { field: 'learner_id', before: null, after: 'learner-a', owner: 'admin' },
        { field: 'enrolment_status', before: null, after: 'Confirmed', owner: 'admin' },
      ],
    },
  });
});

test('S0.19 what SSG does not know is said, with what to do there', () => {
  expect(decided({}).notices).toEqual([
    { message: 'SSG knows nothing of the enrolment in run 850002.', remedy: expect.stringContaining('Enrol the learner at SSG') },
    { message: 'SSG still has R1 in run 850001 as Confirmed.', remedy: 'Cancel R1 at SSG.' },
  ]);
});

test('S0.19 a row in the target run is brought back, never doubled, and keeps its own number', () => {
  const decision = decided({ other: otherRow({ courseId: 'course-2', status: 'Admin Removed' }) });
  expect(decision).toMatchObject({ countsId: 'row-2', created: null });
  expect(decision.changes.map(({ id, status, referenceNumber }) => [id, status, referenceNumber])).toEqual([
    ['row-1', 'Admin Removed', undefined],
    ['row-2', 'Confirmed', undefined],
  ]);
});

test('S0.16 where SSG has ended that row, it is said that the next sync ends it', () => {
  const { notices } = decided({ other: otherRow({ courseId: 'course-2', status: 'Cancelled', ssgStatus: 'Cancelled' }) });
  expect(notices.map(({ message }) => message)).toContainEqual(expect.stringContaining('R2 as Cancelled'));
});

test('S0.19 a removed learner may be transferred, and asked again nothing changes', () => {
  expect(decided({ enrolment: row({ status: 'Admin Removed' }) }).changes).toEqual([]);
  const again = decided({ enrolment: row({ status: 'Admin Removed' }), other: otherRow({ courseId: 'course-2' }) });
  expect(again).toMatchObject({ countsId: 'row-2', created: null, changes: [], explanation: expect.stringContaining('already') });
});

test.each([
  ['the same course', { courseId: 'course-1' }, 'enrolmentReassign'],
  ['a cancelled class', { classStatus: 'Cancelled' }, 'takes place'],
  ['an archived class', { isArchived: true }, 'takes place'],
  ['a class that is over', { lifecycle: 'Completed' }, 'has not ended'],
] as const)('S0.19 refused: %s', (_name, values, remedy) => {
  expect(decide({ target: { ...otherCourse, ...values } })).toMatchObject({
    kind: 'refused',
    about: 'course_run',
    remedy: expect.stringContaining(remedy),
  });
});
