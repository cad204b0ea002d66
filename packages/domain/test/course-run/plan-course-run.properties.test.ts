import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/course-run/apply-plan.js';
import type { CourseRunState } from '../../src/course-run/plan.js';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import { isAdminRemoved } from '../../src/enrolment/status.js';
import { anyFacts, anySsgEnrolments, anySsgRun, anyState } from '../support/arbitrary-facts.js';
import { changesOf, countingIds } from '../support/facts.js';

const settings = { modeProfile: 'tms' as const };
const RUNS = { numRuns: 500 };

/** What the database's keys would refuse. */
function violations({ enrolments, learners }: CourseRunState): string[] {
  const pairs = enrolments.map((row) => `${row.learnerId} ${row.courseRunId}`);
  const references = enrolments.flatMap((row) => row.referenceNumber ?? []);
  const hashes = learners.flatMap((learner) => learner.identifierHash ?? []);
  const orphans = enrolments.filter((row) => !learners.some((learner) => learner.id === row.learnerId)).map((row) => row.id);
  const repeated = [pairs, references, hashes, enrolments.map((row) => row.id)].flatMap((values) =>
    values.filter((value, index) => values.indexOf(value) !== index),
  );
  return [...repeated, ...orphans];
}

describe('promises of planCourseRun', () => {
  test('S0.17 S0.18 no sequence of SSG answers undoes an admin removal', () => {
    fc.assert(
      fc.property(anyState, fc.array(fc.tuple(anySsgRun, anySsgEnrolments), { minLength: 1, maxLength: 4 }), (start, answers) => {
        const removed = start.enrolments.filter((row) => isAdminRemoved(row.status));
        let state = start;
        for (const [index, [courseRun, enrolments]] of answers.entries()) {
          const plan = planCourseRun({ ssg: { courseRun, enrolments }, local: state, settings });
          state = applyPlan(state, plan, countingIds(`${index}`));
        }
        for (const row of removed) {
          expect(state.enrolments).toContainEqual(row);
          const ofLearner = state.enrolments.filter(
            (other) => other.learnerId === row.learnerId && other.courseRunId === row.courseRunId,
          );
          expect(ofLearner).toEqual([row]);
        }
      }),
      RUNS,
    );
  });

  test('S0.18 nobody whom SSG itself identifies as a removed person is newly enrolled', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const plan = planCourseRun(facts);
        const references = new Set(
          facts.local.enrolments.filter((row) => isAdminRemoved(row.status)).map((row) => row.referenceNumber),
        );
        const latest = (reference: string) => facts.ssg.enrolments.filter((enrolment) => enrolment.referenceNumber === reference);
        const removedHashes = new Set(
          [...references].flatMap((reference) => {
            const listed = latest(reference ?? '');
            return listed.length === 1 ? listed.flatMap(({ trainee }) => trainee.identifierHash ?? []) : [];
          }),
        );
        for (const change of plan.enrolments.filter(({ action }) => action === 'create')) {
          const listed = latest(change.key);
          if (listed.length !== 1) continue;
          expect(removedHashes.has(listed[0]?.trainee.identifierHash ?? 'none')).toBe(false);
        }
      }),
      RUNS,
    );
  });

  test('S0.23 columns the sync must not touch are identical before and after', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const before = facts.local.courseRun;
        const after = applyPlan(facts.local, planCourseRun(facts), countingIds('n')).courseRun;
        if (before === null || after === null) return;
        const untouched = [
          'id',
          'ssgRunId',
          'classStatus',
          'classType',
          'lifecycle',
          'assignedTrainerId',
          'assignedTrainerName',
          'assignedTrainerEmail',
          'assignmentSource',
          'tpgAssignedTrainerName',
          'tpgAssignedTrainerEmail',
        ] as const;
        for (const column of untouched) expect(after[column]).toBe(before[column]);
      }),
      RUNS,
    );
  });

  test('the plan of an applied plan holds no changes', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const after = applyPlan(facts.local, planCourseRun(facts), countingIds('n'));
        expect(changesOf(planCourseRun({ ...facts, local: after }))).toEqual([]);
      }),
      RUNS,
    );
  });

  test('bug 3 neither order nor repetition in SSG’s answer changes the plan, nor the order of local rows', () => {
    fc.assert(
      fc.property(
        anyFacts.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray(facts.ssg.enrolments, { minLength: facts.ssg.enrolments.length }),
            fc.subarray(facts.ssg.enrolments),
            fc.shuffledSubarray([...facts.local.enrolments], { minLength: facts.local.enrolments.length }),
            fc.shuffledSubarray([...facts.local.learners], { minLength: facts.local.learners.length }),
          ),
        ),
        ([facts, shuffled, repeated, enrolments, learners]) => {
          const other = {
            ...facts,
            ssg: { ...facts.ssg, enrolments: [...shuffled, ...repeated] },
            local: { ...facts.local, enrolments, learners },
          };
          expect(planCourseRun(other)).toEqual(planCourseRun(facts));
        },
      ),
      RUNS,
    );
  });

  test('bug 17 bug 18 after a plan the database’s unique keys still hold: learner and run, reference number, identifier', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(violations(facts.local)).toEqual([]);
        expect(violations(applyPlan(facts.local, planCourseRun(facts), countingIds('n')))).toEqual([]);
      }),
      RUNS,
    );
  });

  test('nothing is lost: every enrolment of SSG is written, unchanged, skipped or up for review, and only one of these', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const plan = planCourseRun(facts);
        const listed = new Set(facts.ssg.enrolments.map(({ referenceNumber }) => referenceNumber));
        const fates = [
          ...plan.enrolments.map(({ key }) => key),
          ...plan.unchanged,
          ...plan.skips.map(({ key }) => key),
          ...plan.reviews.map(({ referenceNumber }) => referenceNumber),
        ].filter((key) => listed.has(key));
        expect(fates.sort()).toEqual([...listed].sort());
      }),
      RUNS,
    );
  });

  test('S0.13 S0.20 with nothing active at SSG the run is neither created nor changed, and nobody is enrolled', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const inactive = facts.ssg.enrolments.map((enrolment) => ({ ...enrolment, status: 'cancelled' }));
        const plan = planCourseRun({ ...facts, ssg: { ...facts.ssg, enrolments: inactive } });
        expect(plan.courseRun).toBeNull();
        expect(plan.touched).toBe(false);
        expect(plan.enrolments.filter(({ action }) => action === 'create')).toEqual([]);
        expect(plan.learners.filter(({ action }) => action === 'create')).toEqual([]);
      }),
      RUNS,
    );
  });

  test('S1.26 change sets hold no clear personal data: neither names, addresses nor identifier hashes', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const plan = planCourseRun(facts);
        const written = JSON.stringify([
          plan.learners.map(({ fields }) => fields),
          plan.enrolments,
          plan.skips,
          plan.notices,
          plan.reviews,
        ]);
        expect(written).not.toMatch(/ana|ben lim|cho tan|example\.org|"hash-/i);
      }),
      RUNS,
    );
  });
});
