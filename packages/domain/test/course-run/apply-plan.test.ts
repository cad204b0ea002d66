import { expect, test } from 'vitest';
import { applyPlan } from '../../src/course-run/apply-plan.js';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import { countingIds, facts, learner, localEnrolment, ssgEnrolment } from '../support/facts.js';

test('a plan for an empty database creates run, learner and enrolment that belong together', () => {
  const start = { courseRun: null, enrolments: [], learners: [] };
  const after = applyPlan(start, planCourseRun(facts([ssgEnrolment('R1')], start)), (entity, key) => `${entity} ${key}`);
  expect(after.courseRun).toMatchObject({
    id: 'course_run 850014',
    version: 1,
    classStatus: 'Pending',
    lifecycle: 'Scheduled',
    classType: null,
  });
  expect(after.learners).toEqual([{ id: 'learner R1', identifierHash: 'hash-a', name: 'Ana Ng', email: 'ana@example.org' }]);
  expect(after.enrolments).toMatchObject([
    { id: 'enrolment R1', learnerId: 'learner R1', courseRunId: 'course_run 850014', version: 1 },
  ]);
});

test('an update raises the version of the rows it changes, and leaves the others and the given state alone', () => {
  const start = facts([ssgEnrolment('R1', { status: 'Cancelled' })], {
    learners: [learner('learner-a'), learner('learner-b', { identifierHash: null })],
    enrolments: [localEnrolment('R1'), localEnrolment('R2', { learnerId: 'learner-b', unconfirmedBySsg: true })],
  });
  const copy = structuredClone(start.local);
  const after = applyPlan(start.local, planCourseRun(start), countingIds('n'));
  expect(after.enrolments.map(({ id, version, status }) => [id, version, status])).toEqual([
    ['row-R1', 2, 'Cancelled'],
    ['row-R2', 1, 'Confirmed'],
  ]);
  expect(start.local).toEqual(copy);
});

test('a plan that was made from another state is refused', () => {
  const plan = planCourseRun(
    facts([ssgEnrolment('R1', { status: 'Cancelled' })], {
      learners: [learner('learner-a')],
      enrolments: [localEnrolment('R1')],
    }),
  );
  expect(() => applyPlan({ courseRun: null, enrolments: [], learners: [] }, plan, countingIds('n'))).toThrow(/does not hold/);
});
