import { describe, expect, test } from 'vitest';
import { decideReassignment, type PlacementFacts, type Reassignment } from '../../src/enrolment/decide-reassignment.js';
import { otherRow, ownRun, row, TODAY, target } from './admin-facts.js';

const removed = row({ status: 'Admin Removed' });

const decide = (facts: Partial<PlacementFacts>) =>
  decideReassignment({ enrolment: removed, target: target(), other: null, today: TODAY, ...facts });

function decided(facts: Partial<PlacementFacts>): Reassignment {
  const decision = decide(facts);
  if (decision.kind === 'refused') throw new Error(decision.message);
  return decision;
}

describe('back into the same run', () => {
  test('S0.19 a removed learner is Confirmed again, in the same row', () => {
    expect(decided({ target: ownRun() })).toMatchObject({
      countsId: 'row-1',
      leftId: null,
      notices: [],
      changes: [
        {
          id: 'row-1',
          status: 'Confirmed',
          fields: [{ field: 'enrolment_status', before: 'Admin Removed', after: 'Confirmed', rule: 'S0.19 admin-reassigns' }],
        },
      ],
    });
  });

  test('S0.16 S0.19 one that SSG has ended meanwhile comes back, and it is said that the next sync ends it', () => {
    const { changes, notices } = decided({
      enrolment: row({ status: 'Admin Removed', ssgStatus: 'cancelled' }),
      target: ownRun(),
    });
    expect(changes).toHaveLength(1);
    expect(notices).toEqual([{ message: expect.stringContaining('R1 as cancelled'), remedy: expect.stringContaining('at SSG') }]);
  });

  test.each(['Active', 'Confirmed', 'Pending'] as const)('S0.19 somebody who is %s there stays as they are', (status) => {
    expect(decided({ enrolment: row({ status }), target: ownRun({ classStatus: 'Cancelled' }) })).toMatchObject({
      countsId: 'row-1',
      changes: [],
    });
  });

  test.each(['Cancelled', 'Withdrawn', 'Rejected'] as const)('S0.16 what SSG ended as %s is SSG’s to bring back', (status) => {
    expect(decide({ enrolment: row({ status }), target: ownRun() })).toMatchObject({
      kind: 'refused',
      about: 'enrolment',
      message: expect.stringContaining(status),
      remedy: expect.stringContaining('at SSG'),
    });
  });

  test('S0.19 a wrong removal is put right even after the class has ended', () => {
    expect(decide({ target: ownRun({ lifecycle: 'Completed', endDate: '2026-01-01' }) })).toMatchObject({ kind: 'decided' });
  });
});

describe('to another run of the course', () => {
  test('S0.19 the same row moves, with its reference number', () => {
    const { changes, countsId, notices } = decided({});
    expect(countsId).toBe('row-1');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ id: 'row-1', run: { id: 'run-2', courseId: 'course-1' }, status: 'Confirmed' });
    expect(changes[0]).not.toHaveProperty('referenceNumber');
    expect(changes[0]?.fields.map(({ field, before, after, owner, rule }) => [field, before, after, owner, rule])).toEqual([
      ['course_run_id', 'run-1', 'run-2', 'admin', 'S0.19 admin-moves'],
      ['enrolment_status', 'Admin Removed', 'Confirmed', 'admin', 'S0.19 admin-reassigns'],
    ]);
    expect(notices).toEqual([{ message: 'SSG still has R1 in run 850001.', remedy: expect.stringContaining('850002') }]);
  });

  test('S0.16 who was not removed moves too, and keeps the status that SSG owns', () => {
    const { changes } = decided({ enrolment: row({ status: 'Pending' }) });
    expect(changes[0]?.fields.map(({ field }) => field)).toEqual(['course_run_id']);
    expect(changes[0]).not.toHaveProperty('status');
  });

  test('S2.3 the day of enrolment was that of the class they leave', () => {
    const enrolledAt = '2026-02-20T00:00:00.000Z';
    const { changes } = decided({ enrolment: row({ enrolledAt, enrolledBy: 'system' }) });
    expect(changes[0]).toMatchObject({ clearsEnrolledAt: true });
    expect(changes[0]?.fields.slice(1)).toMatchObject([
      { field: 'enrolled_at', before: enrolledAt, after: null },
      { field: 'enrolled_by', before: 'system', after: null },
    ]);
  });

  test.each([
    ['another course', { courseId: 'course-2' }, 'enrolmentTransfer'],
    ['a cancelled class', { classStatus: 'Cancelled' }, 'takes place'],
    ['a class that the clock has cancelled', { lifecycle: 'Cancelled' }, 'takes place'],
    ['an archived class', { isArchived: true }, 'takes place'],
    ['a completed class', { lifecycle: 'Completed' }, 'has not ended'],
    ['a class whose last day has passed', { endDate: '2026-03-01' }, 'has not ended'],
  ] as const)('S0.19 refused: %s', (_name, values, remedy) => {
    expect(decide({ target: target(values) })).toMatchObject({
      kind: 'refused',
      about: 'course_run',
      message: expect.stringMatching(/850002|TGS-/),
      remedy: expect.stringContaining(remedy),
    });
  });

  test('S0.19 the last day of a class is still a day of it', () => {
    expect(decide({ target: target({ lifecycle: 'Active', endDate: TODAY }) })).toMatchObject({ kind: 'decided' });
  });

  test('S0.16 what SSG has ended does not move', () => {
    expect(decide({ enrolment: row({ status: 'Cancelled' }) })).toMatchObject({ kind: 'refused', about: 'enrolment' });
  });
});

describe('where the learner has a row already', () => {
  test('S0.19 bug 17 that row is restored under its own number, and the other one is left removed', () => {
    const decision = decided({ other: otherRow({ status: 'Admin Removed' }) });
    expect(decision).toMatchObject({
      countsId: 'row-2',
      leftId: 'row-1',
      explanation: expect.stringContaining('that one counts'),
    });
    expect(decision.changes).toMatchObject([{ id: 'row-2', status: 'Confirmed', fields: [{ rule: 'S0.19 admin-reassigns' }] }]);
  });

  test('S0.19 who takes part in both leaves the one', () => {
    const { changes } = decided({ enrolment: row(), other: otherRow() });
    expect(changes).toMatchObject([{ id: 'row-1', status: 'Admin Removed', fields: [{ rule: 'S0.19 admin-moves' }] }]);
  });

  test('S0.19 asked again, everything is so already', () => {
    expect(decided({ other: otherRow() })).toMatchObject({ countsId: 'row-2', leftId: 'row-1', changes: [] });
  });

  test.each([
    ['SSG has ended the other number', { status: 'Cancelled', ssgStatus: 'Cancelled' }],
    ['the other row was removed, and SSG has ended its number', { status: 'Admin Removed', ssgStatus: 'Cancelled' }],
    ['the other row has no number', { status: 'Confirmed', ssgStatus: null, referenceNumber: null, rawDataHash: null }],
  ] as const)('bug 17 the number that is alive at SSG goes to the row that counts: %s', (_name, values) => {
    const { changes } = decided({ enrolment: row(), other: otherRow(values) });
    expect(changes.map(({ id, referenceNumber, ssgColumnsFrom }) => [id, referenceNumber, ssgColumnsFrom])).toEqual([
      ['row-1', null, undefined],
      ['row-2', 'R1', 'row-1'],
    ]);
    expect(changes[0]?.fields).toContainEqual(expect.objectContaining({ field: 'enrolment_id', before: 'R1', after: null }));
    expect(changes[1]?.fields).toContainEqual(expect.objectContaining({ field: 'enrolment_id', after: 'R1' }));
  });

  test('S0.16 where SSG has ended both, it is said that the next sync ends it', () => {
    const { changes, notices } = decided({
      enrolment: row({ status: 'Admin Removed', ssgStatus: 'Cancelled' }),
      other: otherRow({ status: 'Admin Removed', ssgStatus: 'Withdrawn' }),
    });
    expect(changes.map(({ id }) => id)).toEqual(['row-2']);
    expect(notices.map(({ message }) => message)).toEqual([expect.stringContaining('R2 as Withdrawn')]);
  });
});
