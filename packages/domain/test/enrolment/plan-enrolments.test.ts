import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/course-run/apply-plan.js';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import { changesOf, countingIds, facts, learner, localEnrolment, ssgEnrolment } from '../support/facts.js';

const known = { learners: [learner('learner-a')] };

describe('phase 3: the five rows of enrolments', () => {
  test('S0.14 unknown here and inactive at SSG: no learner, no enrolment', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1', { status: 'Cancelled' })]));
    expect(changesOf(plan)).toEqual([]);
    expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R1', rule: 'S0.14 new-inactive-skipped' }));
  });

  test('S0.15 unknown here and live at SSG: learner and enrolment in this run', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1')], { courseRun: null }));
    expect(plan.learners).toMatchObject([
      { action: 'create', key: 'R1', identifierFrom: 'R1', after: { name: 'Ana Ng', identifierHash: 'hash-a' } },
    ]);
    expect(plan.enrolments).toMatchObject([
      { action: 'create', key: 'R1', learner: { kind: 'new', key: 'R1' }, after: { status: 'Confirmed' } },
    ]);
    expect(plan.enrolments[0]?.fields.map(({ field }) => field)).toEqual(['enrolment_id', 'enrolment_status', 'ssg_status']);
  });

  test('bug 20 unknown here and pending at SSG: created as Pending', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1', { status: 'PENDING' })]));
    expect(plan.enrolments).toMatchObject([
      { rule: 'bug 20 pending-enrolment', after: { status: 'Pending', ssgStatus: 'PENDING' } },
    ]);
  });

  test('S0.16 known here: status, SSG’s word and payload follow, only where they differ', () => {
    const local = { ...known, enrolments: [localEnrolment('R1')] };
    expect(planCourseRun(facts([ssgEnrolment('R1')], local)).unchanged).toEqual(['R1']);
    const { enrolments } = planCourseRun(facts([ssgEnrolment('R1', { status: 'Cancelled' })], local));
    expect(enrolments).toHaveLength(1);
    expect(enrolments[0]).toMatchObject({
      action: 'update',
      target: { id: 'row-R1', version: 1 },
      rule: 'S0.16 ssg-updates-enrolment',
    });
    expect(enrolments[0]?.fields.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['enrolment_status', 'Confirmed', 'Cancelled'],
      ['ssg_status', 'Confirmed', 'Cancelled'],
    ]);
  });

  test('bug 7 a row whose SSG columns are empty is updated, not overlooked', () => {
    const enrolments = [localEnrolment('R1', { ssgStatus: null, rawDataHash: null })];
    const plan = planCourseRun(facts([ssgEnrolment('R1')], { ...known, enrolments }));
    expect(plan.enrolments[0]?.fields.map(({ field }) => field)).toEqual(['ssg_status', 'raw_data_hash']);
  });

  test('S0.20 a closed gate still lets cancellations through', () => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R1', { status: 'Cancelled' })], { ...known, enrolments: [localEnrolment('R1')] }),
    );
    expect(plan).toMatchObject({ courseRun: null, enrolments: [{ after: { status: 'Cancelled' } }] });
  });

  test.each(['Confirmed', 'Cancelled', 'On Hold'])(
    'S0.17 an admin removal wins over %s: nothing of the row changes',
    (status) => {
      const enrolments = [localEnrolment('R1', { status: 'Admin Removed', rawDataHash: 'old', unconfirmedBySsg: true })];
      const plan = planCourseRun(facts([ssgEnrolment('R1', { status })], { ...known, enrolments }));
      expect(changesOf(plan)).toEqual([]);
      expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R1', rule: 'S0.17 admin-removed-wins' }));
    },
  );

  test('bug 20 an unknown status leaves a known enrolment’s status alone and says so', () => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R1', { status: 'On Hold' })], { ...known, enrolments: [localEnrolment('R1')] }),
    );
    expect(plan.enrolments).toMatchObject([{ after: { status: 'Confirmed', ssgStatus: 'On Hold' } }]);
    expect(plan.notices).toMatchObject([{ key: 'R1', rule: 'bug 20 unknown-status' }]);
  });

  test('bug 20 an unknown status of an unknown enrolment is for a person to look at', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1', { status: 'On Hold' })]));
    expect(plan.enrolments).toEqual([]);
    expect(plan.reviews).toMatchObject([{ referenceNumber: 'R1', reason: 'unknown_status' }]);
  });
});

describe('S0.18 bug 17 other reference numbers', () => {
  test('S0.18 a removed learner is not brought back by a new reference number', () => {
    const enrolments = [localEnrolment('R1', { status: 'Admin Removed' })];
    for (const listed of [[ssgEnrolment('R2')], [ssgEnrolment('R1'), ssgEnrolment('R2')]]) {
      const plan = planCourseRun(facts(listed, { ...known, enrolments }));
      expect(plan.enrolments).toEqual([]);
      expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R2', rule: 'S0.18 removed-learner-stays-out' }));
    }
  });

  test('S0.18 nor when SSG names them by e-mail and name alone', () => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R2', { trainee: { identifierHash: null } })], {
        ...known,
        enrolments: [localEnrolment('R1', { status: 'Admin Removed' })],
      }),
    );
    expect(changesOf(plan)).toEqual([]);
    expect(plan.skips).toMatchObject([{ key: 'R2', rule: 'S0.18 removed-learner-stays-out' }]);
  });

  test('S0.18 nor when SSG has moved the removed enrolment here from another run', () => {
    const enrolments = [localEnrolment('R1', { status: 'Admin Removed', courseRunId: 'run-2' })];
    const plan = planCourseRun(facts([ssgEnrolment('R1'), ssgEnrolment('R2')], { ...known, enrolments }));
    expect(changesOf(plan)).toEqual([]);
    expect(plan.skips.map(({ key, rule }) => [key, rule])).toEqual([
      ['R1', 'S0.17 admin-removed-wins'],
      ['R2', 'S0.18 removed-learner-stays-out'],
    ]);
  });

  test('S0.18 nor when SSG’s own e-mail and name are all that ties the two, and differ from those here', () => {
    const anonymous = { identifierHash: null, identifierMasked: null, name: 'Ana Married', email: 'new@example.org' };
    const plan = planCourseRun(
      facts([ssgEnrolment('R1', { trainee: anonymous }), ssgEnrolment('R2', { trainee: anonymous })], {
        ...known,
        enrolments: [localEnrolment('R1', { status: 'Admin Removed' })],
      }),
    );
    expect(changesOf(plan)).toEqual([]);
    expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R2', rule: 'S0.18 removed-learner-stays-out' }));
  });

  test('S0.18 a removal also settles what would else wait for a review', () => {
    const learners = [
      learner('learner-a', { identifierHash: 'hash-z', name: 'Former Name' }),
      learner('twin-1', { identifierHash: null }),
      learner('twin-2', { identifierHash: null }),
    ];
    const enrolments = [localEnrolment('R1', { status: 'Admin Removed' })];
    const plan = planCourseRun(facts([ssgEnrolment('R1'), ssgEnrolment('R2')], { learners, enrolments }));
    expect(plan.reviews).toEqual([]);
    expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R2', rule: 'S0.18 removed-learner-stays-out' }));
  });

  test('S0.16 S0.18 a row the learner still has in this run goes on following SSG though another enrolment was removed', () => {
    const enrolments = [localEnrolment('R1', { status: 'Admin Removed', courseRunId: 'run-2' }), localEnrolment('R2')];
    const listed = [ssgEnrolment('R1'), ssgEnrolment('R2', { status: 'Cancelled' }), ssgEnrolment('R3')];
    const plan = planCourseRun(facts(listed, { ...known, enrolments }));
    expect(plan.enrolments).toMatchObject([{ key: 'R2', after: { status: 'Cancelled' } }]);
    expect(plan.skips.map(({ key, rule }) => [key, rule])).toEqual([
      ['R1', 'S0.17 admin-removed-wins'],
      ['R3', 'S0.18 removed-learner-stays-out'],
    ]);
  });

  test('S0.18 a removal from another run that SSG does not list here leaves this run alone', () => {
    const enrolments = [localEnrolment('R9', { status: 'Admin Removed', courseRunId: 'run-2' })];
    const plan = planCourseRun(facts([ssgEnrolment('R2')], { ...known, enrolments }));
    expect(plan.enrolments).toMatchObject([{ action: 'create', learner: { kind: 'existing', id: 'learner-a' } }]);
  });

  test('bug 17 a learner who was not removed keeps the one row, which takes the new reference number', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R2')], { ...known, enrolments: [localEnrolment('R1')] }));
    expect(plan.enrolments).toMatchObject([
      { action: 'update', target: { id: 'row-R1' }, key: 'R2', rule: 'bug 17 new-reference', after: { referenceNumber: 'R2' } },
    ]);
    expect(plan.enrolments[0]?.fields[0]).toMatchObject({ field: 'enrolment_id', before: 'R1', after: 'R2' });
  });

  test('bug 17 S0.14 a new reference number that is already cancelled takes no row over', () => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R2', { status: 'Cancelled' })], { ...known, enrolments: [localEnrolment('R1')] }),
    );
    expect(plan.enrolments).toMatchObject([{ key: 'R1', rule: 'bug 14 unconfirmed-by-ssg', after: { status: 'Confirmed' } }]);
    expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R2', rule: 'S0.14 new-inactive-skipped' }));
  });

  test('ssg-api §7.1 of several enrolments of one learner the live one counts, then the newest, then the highest number', () => {
    const cancelled = ssgEnrolment('R9', { status: 'Cancelled', updatedOn: '2026-02-09T00:00:00Z' });
    const older = ssgEnrolment('R8', { updatedOn: '2026-02-01T00:00:00Z' });
    const newer = ssgEnrolment('R1', { updatedOn: '2026-02-02T00:00:00Z' });
    const newerToo = ssgEnrolment('R2', { updatedOn: '2026-02-02T00:00:00Z' });
    const plan = planCourseRun(facts([cancelled, older, newer, newerToo]));
    expect(plan.learners).toHaveLength(1);
    expect(plan.enrolments.map(({ key }) => key)).toEqual(['R2']);
    expect(plan.skips.map(({ key, rule }) => [key, rule])).toEqual([
      ['R1', 'duplicate-enrolment'],
      ['R8', 'duplicate-enrolment'],
      ['R9', 'duplicate-enrolment'],
    ]);
  });

  test('bug 17 a row keeps the reference number that it alone ties to the learner', () => {
    const tied = ssgEnrolment('R1', { trainee: { identifierHash: null, name: 'Ana Married', email: null } });
    const newer = ssgEnrolment('R2', { updatedOn: '2026-02-09T00:00:00Z' });
    const plan = planCourseRun(facts([tied, newer], { ...known, enrolments: [localEnrolment('R1')] }));
    expect(plan.enrolments).toEqual([]);
    expect(plan.unchanged).toEqual(['R1']);
    expect(plan.skips).toMatchObject([{ key: 'R2', rule: 'duplicate-enrolment' }]);
  });

  test('bug 17 a row without reference number takes a cancelled one by identifier, and never by e-mail and name alone', () => {
    const local = { ...known, enrolments: [localEnrolment(null, { ssgStatus: null })] };
    const cancelled = ssgEnrolment('R1', { status: 'Cancelled' });
    expect(planCourseRun(facts([cancelled], local)).enrolments).toMatchObject([
      { key: 'R1', rule: 'bug 17 new-reference', after: { referenceNumber: 'R1', status: 'Cancelled' } },
    ]);
    const anonymous = ssgEnrolment('R1', { status: 'Cancelled', trainee: { identifierHash: null, identifierMasked: null } });
    const plan = planCourseRun(facts([anonymous], local));
    expect(plan.enrolments).toMatchObject([{ rule: 'bug 14 unconfirmed-by-ssg', after: { status: 'Confirmed' } }]);
    expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R1', rule: 'S0.14 new-inactive-skipped' }));
  });

  test('bug 20 an unknown status beside a cancelled enrolment is not lost as a repetition', () => {
    const listed = [ssgEnrolment('R1', { status: 'Cancelled' }), ssgEnrolment('R2', { status: 'On Hold' })];
    const plan = planCourseRun(facts(listed, { ...known, enrolments: [localEnrolment('R1')] }));
    expect(plan.enrolments).toMatchObject([{ key: 'R1', after: { status: 'Cancelled' } }]);
    expect(plan.reviews).toMatchObject([{ referenceNumber: 'R2', reason: 'unknown_status' }]);
  });

  test('bug 3 an enrolment that overlapping pages repeat is one enrolment, in its newest version', () => {
    const old = ssgEnrolment('R1', { status: 'Confirmed' });
    const latest = ssgEnrolment('R1', { status: 'Cancelled', updatedOn: '2026-02-05T00:00:00Z' });
    const plan = planCourseRun(facts([old, latest, old], { ...known, enrolments: [localEnrolment('R1')] }));
    expect(plan.enrolments).toMatchObject([{ after: { status: 'Cancelled' } }]);
  });
});

describe('ssg-api §7.2 moved enrolments', () => {
  const elsewhere = localEnrolment('R1', { courseRunId: 'run-2' });

  test('an enrolment that SSG moved here is moved here', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1')], { ...known, enrolments: [elsewhere] }));
    expect(plan.enrolments).toMatchObject([{ action: 'update', rule: 'moved-enrolment', after: { movesToThisRun: true } }]);
    expect(plan.enrolments[0]?.fields).toMatchObject([{ field: 'course_run_id', before: 'run-2', after: 'run-1' }]);
  });

  test('into a run that the same plan creates', () => {
    const start = { courseRun: null, ...known, enrolments: [elsewhere] };
    const plan = planCourseRun(facts([ssgEnrolment('R1')], start));
    expect(plan.enrolments[0]?.fields).toMatchObject([{ field: 'course_run_id', before: 'run-2', after: 'new' }]);
    const after = applyPlan(start, plan, countingIds('n'));
    expect(after.enrolments[0]?.courseRunId).toBe(after.courseRun?.id);
  });

  test('S0.20 not into a run that is not created; the status follows where it is', () => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R1', { status: 'Cancelled' })], { courseRun: null, ...known, enrolments: [elsewhere] }),
    );
    expect(plan.enrolments).toMatchObject([{ after: { status: 'Cancelled', movesToThisRun: false } }]);
  });

  test('a learner who has a row here already is for a person to look at', () => {
    const enrolments = [elsewhere, localEnrolment('R2')];
    const plan = planCourseRun(facts([ssgEnrolment('R1'), ssgEnrolment('R2')], { ...known, enrolments }));
    expect(plan.enrolments).toEqual([]);
    expect(plan.reviews).toMatchObject([{ referenceNumber: 'R1', reason: 'enrolment_conflict', candidateIds: ['learner-a'] }]);
  });
});

describe('bug 14 enrolments that SSG no longer lists', () => {
  test.each([[[]], [[ssgEnrolment('R2', { trainee: { identifierHash: 'hash-b', name: 'Ben Lim' } })]]])(
    'bug 14 a live row that is not listed is marked, and its status stays (%#)',
    (listed) => {
      const plan = planCourseRun(facts(listed, { ...known, enrolments: [localEnrolment('R1')] }));
      expect(plan.enrolments).toContainEqual(
        expect.objectContaining({
          key: 'R1',
          rule: 'bug 14 unconfirmed-by-ssg',
          after: expect.objectContaining({ status: 'Confirmed', unconfirmedBySsg: true }),
          fields: [expect.objectContaining({ field: 'unconfirmed_since', before: false, after: true })],
        }),
      );
    },
  );

  test('bug 14 inactive, removed and already marked rows are left alone, and so are those of other runs', () => {
    const enrolments = [
      localEnrolment('R1', { status: 'Cancelled' }),
      localEnrolment('R2', { status: 'Admin Removed', learnerId: 'learner-b' }),
      localEnrolment('R3', { unconfirmedBySsg: true, learnerId: 'learner-c' }),
      localEnrolment('R4', { courseRunId: 'run-2' }),
    ];
    expect(changesOf(planCourseRun(facts([], { enrolments })))).toEqual([]);
  });

  test('bug 14 a row that SSG lists again loses the mark', () => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R1')], { ...known, enrolments: [localEnrolment('R1', { unconfirmedBySsg: true })] }),
    );
    expect(plan.enrolments).toMatchObject([{ rule: 'bug 14 unconfirmed-by-ssg', after: { unconfirmedBySsg: false } }]);
  });
});
