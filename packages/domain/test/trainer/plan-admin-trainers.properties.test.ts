import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AdminTrainerFacts, AdminTrainerWish } from '../../src/trainer/admin-trainers.js';
import { planAdminTrainers } from '../../src/trainer/plan-admin-trainers.js';
import { needsTrainer, planTrainers } from '../../src/trainer/plan-trainers.js';
import { adminFacts, afterPlan } from '../support/admin-trainer-facts.js';
import { localRun } from '../support/facts.js';
import { linked, trainerFacts, user } from '../support/trainer-facts.js';

const people = ['tan', 'lim', 'ng'].map((id) => user(id, id));
const person = fc.constantFrom(...people);
const role = fc.constantFrom('trainer' as const, 'assessor' as const);

const anyWish: fc.Arbitrary<AdminTrainerWish> = fc.oneof(
  fc.record({ kind: fc.constant('assign' as const), trainer: person, role, position: fc.option(fc.nat(3), { nil: null }) }),
  fc.record({
    kind: fc.constant('remove' as const),
    trainer: person,
    role: fc.option(role, { nil: null }),
    reason: fc.constantFrom(null, 'a reason'),
  }),
  fc.record({ kind: fc.constant('reorder' as const), trainerIds: fc.shuffledSubarray(['tan', 'lim', 'ng']) }),
  fc.record({ kind: fc.constant('decline' as const), trainer: person, reason: fc.constantFrom('one reason', 'another reason') }),
  fc.record({ kind: fc.constant('withdraw_decline' as const), trainer: person }),
);

/** A run as nothing, SSG's first pass or a list left it. */
const anyStart: fc.Arbitrary<AdminTrainerFacts> = fc.constantFrom(
  adminFacts(),
  adminFacts({
    courseRun: localRun({
      assignedTrainerId: 'tan',
      assignedTrainerName: 'tan',
      assignedTrainerEmail: 'tan@example.org',
      assignmentSource: 'email_list',
    }),
  }),
);

/** Carries out wishes one after another; those refused are left out. */
function carryOut(start: AdminTrainerFacts, wishes: readonly AdminTrainerWish[]): AdminTrainerFacts {
  return wishes.reduce((facts, wish) => {
    const verdict = planAdminTrainers(facts, wish);
    return verdict.kind === 'refused' ? facts : afterPlan(facts, verdict.plan);
  }, start);
}

const story = fc.array(anyWish, { maxLength: 8 });

test('S0.29 S0.30 whatever admins do, junction and columns stay in step', () => {
  fc.assert(
    fc.property(anyStart, story, (start, wishes) => {
      const { courseRun, linked: rows } = carryOut(start, wishes);
      expect(rows.map(({ position }) => position)).toEqual(rows.map((_row, index) => index));
      expect(new Set(rows.map((row) => `${row.trainerId} ${row.role}`)).size).toBe(rows.length);
      const first = rows.find((row) => row.role === 'trainer');
      const isGuess = courseRun.assignmentSource === 'email_list';
      expect(courseRun.assignedTrainerId).toBe(first?.trainerId ?? (isGuess ? courseRun.assignedTrainerId : null));
      expect(courseRun.assignedTrainerId === null).toBe(courseRun.assignmentSource === null);
    }),
    { numRuns: 500 },
  );
});

test('S0.33 nobody who is linked to teach has declined', () => {
  fc.assert(
    fc.property(anyStart, story, (start, wishes) => {
      const { linked: rows, declines } = carryOut(start, wishes);
      for (const row of rows.filter((linkedRow) => linkedRow.role === 'trainer'))
        expect(declines.map(({ trainerId }) => trainerId)).not.toContain(row.trainerId);
    }),
    { numRuns: 500 },
  );
});

test('the same wish again changes nothing', () => {
  fc.assert(
    fc.property(anyStart, story, anyWish, (start, wishes, wish) => {
      const facts = carryOut(start, wishes);
      const once = carryOut(facts, [wish]);
      expect(carryOut(once, [wish])).toEqual(once);
    }),
    { numRuns: 500 },
  );
});

test('S0.25 S0.33 whom an admin removed, no source brings back the same night', () => {
  fc.assert(
    fc.property(anyStart, story, person, (start, wishes, gone) => {
      const before = carryOut(start, wishes);
      const wasTeaching = before.courseRun.assignedTrainerId === gone.id;
      fc.pre(wasTeaching);
      const after = carryOut(before, [{ kind: 'remove', trainer: gone, role: null, reason: null }]);
      const courseRun = localRun(after.courseRun);
      if (!needsTrainer(courseRun, after.linked)) return;
      const plan = planTrainers(
        trainerFacts({
          courseRun,
          runTrainers: after.linked,
          declinedTrainerIds: after.declines.map(({ trainerId }) => trainerId),
          ssgTrainers: [linked(gone.email)],
          course: { trainersEmailList: people.map(({ email }) => email).join('|'), trainersList: null },
          users: people,
        }),
      );
      expect(plan.courseRun?.after.assignedTrainerId).not.toBe(gone.id);
      expect(plan.runTrainers.map(({ trainerId }) => trainerId)).not.toContain(gone.id);
    }),
    { numRuns: 300 },
  );
});
