import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/course-run/apply-plan.js';
import type { CourseRunState } from '../../src/course-run/plan.js';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import type { LocalLearner } from '../../src/learner/learner.js';
import { changesOf, countingIds, facts, learner, localEnrolment, localRun, ssgEnrolment } from '../support/facts.js';

const anonymous = { identifierHash: null, identifierMasked: null };
const twins = [learner('a', { identifierHash: null }), learner('b', { identifierHash: null })];
const decided = (learnerId: string, referenceNumber = 'R1') => [{ referenceNumber, learnerId }];
const state = (values: Partial<CourseRunState>): CourseRunState => ({
  courseRun: localRun(),
  enrolments: [],
  learners: [],
  ...values,
});

/** The plan, and the local rows after it; what it leads to must plan nothing more. */
function planned(enrolments: Parameters<typeof facts>[0], local: CourseRunState) {
  const plan = planCourseRun(facts(enrolments, local));
  const after = applyPlan(local, plan, countingIds('new'));
  expect(changesOf(planCourseRun(facts(enrolments, after)))).toEqual([]);
  return { plan, after };
}

describe('bug 18 whom a person named as the learner', () => {
  test('bug 18 is enrolled instead of the review being raised again, and provenance says who decided', () => {
    const listed = [ssgEnrolment('R1', { trainee: anonymous })];
    expect(planCourseRun(facts(listed, { learners: twins })).reviews).toMatchObject([{ reason: 'ambiguous_learner' }]);
    const { plan } = planned(listed, state({ learners: twins, decidedLearners: decided('b') }));
    expect(plan.reviews).toEqual([]);
    expect(plan.enrolments).toMatchObject([{ action: 'create', key: 'R1', learner: { kind: 'existing', id: 'b' } }]);
    expect(plan.enrolments[0]?.fields).toContainEqual({
      field: 'learner_id',
      before: null,
      after: 'b',
      owner: 'admin',
      rule: 'bug 18 admin-names-learner',
    });
    expect(plan.enrolments[0]?.fields.filter(({ owner }) => owner === 'ssg')).toHaveLength(3);
  });

  test('bug 18 is meant even where SSG sends nothing to tell anybody by', () => {
    const listed = [ssgEnrolment('R1', { trainee: { ...anonymous, name: null, email: null } })];
    const { plan } = planned(listed, state({ learners: twins, decidedLearners: decided('a') }));
    expect(plan.enrolments).toMatchObject([{ action: 'create', learner: { id: 'a' } }]);
  });

  test('bug 18 gets the identifier SSG sent where it can be nobody else’s, and is then known by it', () => {
    const { plan, after } = planned([ssgEnrolment('R1')], state({ learners: twins, decidedLearners: decided('b') }));
    expect(plan.learners).toMatchObject([{ action: 'update', target: { id: 'b' }, after: { identifierHash: 'hash-a' } }]);
    const elsewhere = planCourseRun(facts([ssgEnrolment('R9')], { learners: after.learners }));
    expect(elsewhere.enrolments).toMatchObject([{ learner: { id: 'b' } }]);
  });

  test('bug 18 does not get an identifier that another learner has, nor lose their own', () => {
    const holder = learner('holder', { name: 'Somebody Else', email: null });
    for (const named of [learner('a', { identifierHash: null }), learner('a', { identifierHash: 'hash-x' })]) {
      const { plan, after } = planned([ssgEnrolment('R1')], state({ learners: [holder, named], decidedLearners: decided('a') }));
      expect(plan).toMatchObject({ learners: [], reviews: [], enrolments: [{ learner: { id: 'a' } }] });
      expect(after.learners).toEqual([holder, named]);
    }
  });

  test('bug 18 leaves the identifier to the learner whose reference number claims it too', () => {
    const learners = [learner('a', { identifierHash: null }), learner('k', { identifierHash: null, email: null })];
    const local = state({ learners, enrolments: [localEnrolment('R2', { learnerId: 'k' })], decidedLearners: decided('a') });
    const { plan, after } = planned([ssgEnrolment('R1'), ssgEnrolment('R2')], local);
    expect(plan.enrolments).toMatchObject([{ key: 'R1', learner: { id: 'a' } }]);
    expect(plan.reviews).toEqual([]);
    expect(after.learners).toMatchObject([
      { id: 'a', identifierHash: null },
      { id: 'k', identifierHash: 'hash-a' },
    ]);
  });

  test('bug 18 gets neither of two identifiers that were decided to be theirs', () => {
    const local = state({ learners: twins, decidedLearners: [...decided('a'), ...decided('a', 'R2')] });
    const { after } = planned([ssgEnrolment('R1'), ssgEnrolment('R2', { trainee: { identifierHash: 'hash-b' } })], local);
    expect(hashes(after.learners)).toEqual([]);
    expect(after.enrolments).toMatchObject([{ learnerId: 'a' }]);
  });

  test('bug 18 keeps the enrolment that is here: it follows SSG again, whatever identifier comes with it', () => {
    const learners = [learner('a', { identifierHash: 'hash-x' })];
    const local = state({ learners, enrolments: [localEnrolment('R1', { learnerId: 'a' })] });
    const listed = [ssgEnrolment('R1', { status: 'Cancelled' }), ssgEnrolment('R2', { trainee: { identifierHash: 'hash-c' } })];
    expect(planCourseRun(facts(listed, local)).reviews).toMatchObject([{ reason: 'identifier_conflict' }]);
    const { plan } = planned(listed, { ...local, decidedLearners: decided('a') });
    expect(plan.reviews).toEqual([]);
    expect(plan.enrolments).toContainEqual(
      expect.objectContaining({ action: 'update', key: 'R1', rule: 'S0.16 ssg-updates-enrolment' }),
    );
  });

  test('bug 18 does not get a row that is here as another learner’s', () => {
    const learners = [learner('a', { identifierHash: 'hash-x' }), learner('b', { identifierHash: 'hash-y' })];
    const local = state({ learners, enrolments: [localEnrolment('R1', { learnerId: 'a' })], decidedLearners: decided('b') });
    expect(planned([ssgEnrolment('R1')], local).plan).toMatchObject({
      enrolments: [],
      reviews: [{ reason: 'identifier_conflict', candidateIds: ['a'] }],
    });
  });

  test('S0.18 stays out of a run that an admin took them out of, and is let in where a namesake was', () => {
    const removed = localEnrolment('R8', { learnerId: 'a', status: 'Admin Removed' });
    const listed = [ssgEnrolment('R1', { trainee: anonymous }), ssgEnrolment('R8', { trainee: anonymous })];
    const local = { learners: twins, enrolments: [removed] };
    expect(planned(listed, state({ ...local, decidedLearners: decided('a') })).plan).toMatchObject({
      enrolments: [],
      skips: [
        { key: 'R1', rule: 'S0.18 removed-learner-stays-out' },
        { key: 'R8', rule: 'S0.17 admin-removed-wins' },
      ],
    });
    expect(planned(listed, state({ ...local, decidedLearners: decided('b') })).plan.enrolments).toMatchObject([
      { action: 'create', key: 'R1', learner: { id: 'b' } },
    ]);
  });

  test('S0.18 is not let in under the identifier of somebody whom an admin took out', () => {
    const removed = localEnrolment('R8', { learnerId: 'a', status: 'Admin Removed' });
    const local = { learners: [learner('a'), learner('b', { identifierHash: null })], enrolments: [removed] };
    const { plan } = planned([ssgEnrolment('R1'), ssgEnrolment('R8')], state({ ...local, decidedLearners: decided('b') }));
    expect(plan).toMatchObject({
      enrolments: [],
      skips: [{ key: 'R1', rule: 'S0.18 removed-learner-stays-out' }, { key: 'R8' }],
    });
  });

  test('S0.14 is not enrolled by an enrolment that has ended at SSG', () => {
    const listed = [ssgEnrolment('R1', { status: 'Cancelled', trainee: anonymous })];
    const { plan } = planned(listed, state({ learners: twins, decidedLearners: decided('a') }));
    expect(plan).toMatchObject({ enrolments: [], learners: [] });
  });
});

const hashes = (learners: readonly LocalLearner[]) => learners.flatMap(({ identifierHash }) => identifierHash ?? []);
