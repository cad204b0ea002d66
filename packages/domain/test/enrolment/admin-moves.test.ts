import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/course-run/apply-plan.js';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import { anySsgEnrolments, anySsgRun, anyState } from '../support/arbitrary-facts.js';
import { changesOf, countingIds, facts, learner, localEnrolment, ssgEnrolment } from '../support/facts.js';

const moved = localEnrolment('R1', { courseRunId: 'run-2', placedByAdmin: true });
const learners = [learner('learner-a')];

const plan = (listed: Parameters<typeof facts>[0], enrolments = [moved]) =>
  planCourseRun(facts(listed, { learners, enrolments }));

describe('S0.19 an enrolment that an admin moved to another run', () => {
  test('S0.19 stays there though SSG has it in this one', () => {
    const decided = plan([ssgEnrolment('R1')]);
    expect(changesOf(decided)).toEqual([]);
    expect(decided.skips).toEqual([
      { key: 'R1', rule: 'S0.19 admin-moves', reason: expect.stringContaining('another run of the course') },
    ]);
  });

  test('moved-enrolment one that no admin moved goes on following SSG’s moves', () => {
    const decided = plan([ssgEnrolment('R1')], [{ ...moved, placedByAdmin: false }]);
    expect(decided.enrolments).toMatchObject([{ rule: 'moved-enrolment', after: { movesToThisRun: true } }]);
  });

  test('S0.16 follows SSG’s status and payload where it is, and stays marked as unconfirmed there (bug 14)', () => {
    const decided = plan([ssgEnrolment('R1', { status: 'Cancelled' })], [{ ...moved, unconfirmedBySsg: true }]);
    expect(decided.enrolments).toMatchObject([
      { key: 'R1', after: { status: 'Cancelled', unconfirmedBySsg: true, movesToThisRun: false } },
    ]);
    expect(decided.enrolments[0]?.fields.map(({ field }) => field)).toEqual(['enrolment_status', 'ssg_status']);
  });

  test('bug 20 a status without a meaning leaves it alone and is told', () => {
    const decided = plan([ssgEnrolment('R1', { status: 'On Hold' })]);
    expect(decided.enrolments).toMatchObject([{ after: { status: 'Confirmed', ssgStatus: 'On Hold' } }]);
    expect(decided.notices).toMatchObject([{ key: 'R1', rule: 'bug 20 unknown-status' }]);
  });

  test.each([[[ssgEnrolment('R1'), ssgEnrolment('R5')]], [[ssgEnrolment('R5')]]])(
    'S0.18 bug 17 the learner is not brought back under another number (%#)',
    (listed) => {
      const decided = plan(listed);
      expect(changesOf(decided)).toEqual([]);
      expect(decided.skips).toContainEqual(expect.objectContaining({ key: 'R5', rule: 'S0.18 removed-learner-stays-out' }));
    },
  );

  test('S0.18 nor by e-mail and name alone', () => {
    const decided = plan([ssgEnrolment('R1'), ssgEnrolment('R5', { trainee: { identifierHash: null } })]);
    expect(changesOf(decided)).toEqual([]);
  });

  test('S0.17 one that was removed after the move is removed', () => {
    const decided = plan([ssgEnrolment('R1')], [{ ...moved, status: 'Admin Removed' }]);
    expect(decided.skips.map(({ rule }) => rule)).toEqual(['S0.17 admin-removed-wins']);
  });

  test('S0.16 whoever has a row in this run all the same goes on following SSG in it', () => {
    const own = localEnrolment('R2');
    const decided = plan([ssgEnrolment('R1'), ssgEnrolment('R2', { status: 'Cancelled' })], [moved, own]);
    expect(decided.enrolments).toMatchObject([{ key: 'R2', after: { status: 'Cancelled' } }]);
    expect(decided.skips).toMatchObject([{ key: 'R1', rule: 'S0.19 admin-moves' }]);
  });

  test('S0.20 stays where it is when SSG’s run is not here at all', () => {
    const decided = planCourseRun(facts([ssgEnrolment('R1')], { courseRun: null, learners, enrolments: [moved] }));
    expect(decided.enrolments).toEqual([]);
    expect(decided.skips).toContainEqual(expect.objectContaining({ key: 'R1', rule: 'S0.19 admin-moves' }));
  });

  test('S0.19 no sequence of SSG’s answers moves it, or brings its learner into the run it was taken from', () => {
    fc.assert(
      fc.property(anyState, fc.array(fc.tuple(anySsgRun, anySsgEnrolments), { minLength: 1, maxLength: 4 }), (start, answers) => {
        const placed = start.enrolments.filter(({ placedByAdmin }) => placedByAdmin);
        let state = start;
        for (const [index, [courseRun, enrolments]] of answers.entries()) {
          const made = planCourseRun({ ssg: { courseRun, enrolments }, local: state, settings: { modeProfile: 'tms' } });
          state = applyPlan(state, made, countingIds(`${index}`));
        }
        const known = new Set(start.enrolments.map(({ id }) => id));
        for (const row of placed) {
          expect(state.enrolments.find(({ id }) => id === row.id)?.courseRunId).toBe(row.courseRunId);
          const doubled = state.enrolments.filter(({ id, learnerId }) => learnerId === row.learnerId && !known.has(id));
          expect(doubled).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
