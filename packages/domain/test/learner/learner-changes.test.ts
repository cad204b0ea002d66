import { describe, expect, test } from 'vitest';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import { facts, learner, localEnrolment, ssgEnrolment } from '../support/facts.js';

const anonymous = { identifierHash: null, identifierMasked: null };

describe('what a plan writes of learners', () => {
  test('bug 18 a learner found without identifier gets SSG’s, and keeps name and e-mail', () => {
    const local = {
      learners: [learner('learner-a', { identifierHash: null, name: 'ana ng', email: 'ANA@example.org' })],
      enrolments: [localEnrolment('R1')],
    };
    const plan = planCourseRun(facts([ssgEnrolment('R1')], local));
    expect(plan.unchanged).toEqual(['R1']);
    expect(plan.learners).toEqual([
      expect.objectContaining({
        action: 'update',
        target: { id: 'learner-a' },
        identifierFrom: 'R1',
        after: { identifierHash: 'hash-a', identifierMasked: '*****001A', name: 'ana ng', email: 'ANA@example.org' },
        rule: 'bug 18 learner-match',
      }),
    ]);
  });

  test('bug 18 a known learner’s contact data is never overwritten', () => {
    const local = { learners: [learner('learner-a', { name: 'Former Name', email: null })], enrolments: [localEnrolment('R1')] };
    expect(planCourseRun(facts([ssgEnrolment('R1')], local)).learners).toEqual([]);
  });

  test('S1.26 the fields of a new learner hold the masked identifier and no other personal value', () => {
    const [created] = planCourseRun(facts([ssgEnrolment('R1')])).learners;
    expect(created?.fields.map(({ field, after }) => [field, after])).toEqual([['nric_masked', '*****001A']]);
  });

  test('S0.15 a person with an identifier and no name is called by the masked identifier, with a notice', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1', { trainee: { name: null, email: null } })]));
    expect(plan.learners).toMatchObject([{ after: { name: '*****001A', email: null } }]);
    expect(plan.notices).toMatchObject([{ key: 'R1', rule: 'bug 18 learner-match' }]);
  });

  test('bug 18 nothing to call a person by: a review, and nothing is written', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1', { trainee: { name: null, identifierMasked: null } })]));
    expect(plan.learners).toEqual([]);
    expect(plan.reviews).toMatchObject([{ referenceNumber: 'R1', reason: 'no_identity' }]);
  });

  test('bug 18 the enrolment that counts brings the learner; another lends the identifier it lacks', () => {
    const counting = ssgEnrolment('R2', { updatedOn: '2026-02-09T00:00:00Z', trainee: anonymous });
    const plan = planCourseRun(facts([ssgEnrolment('R1'), counting]));
    expect(plan.learners).toMatchObject([
      { key: 'R2', identifierFrom: 'R1', after: { identifierHash: 'hash-a', name: 'Ana Ng' } },
    ]);
    expect(plan.enrolments).toMatchObject([{ key: 'R2', learner: { kind: 'new', key: 'R2' } }]);
  });

  test('S0.14 an unknown inactive enrolment of nobody in particular is a skip, not a review', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1', { status: 'Cancelled', trainee: { ...anonymous, name: null } })]));
    expect(plan.reviews).toEqual([]);
    expect(plan.skips).toContainEqual(expect.objectContaining({ key: 'R1', rule: 'S0.14 new-inactive-skipped' }));
  });

  test('bug 18 while a row waits for a review, no other reference number takes it over', () => {
    const local = { learners: [learner('learner-a')], enrolments: [localEnrolment('R1')] };
    const plan = planCourseRun(facts([ssgEnrolment('R1', { trainee: { identifierHash: 'hash-x' } }), ssgEnrolment('R2')], local));
    expect(plan.enrolments).toEqual([]);
    expect(plan.reviews.map(({ referenceNumber, reason }) => [referenceNumber, reason])).toEqual([
      ['R1', 'identifier_conflict'],
      ['R2', 'enrolment_conflict'],
    ]);
  });
});
