import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrainerFacts } from '../../src/trainer/plan.js';
import { planTrainers } from '../../src/trainer/plan-trainers.js';
import { localRun } from '../support/facts.js';
import { runTrainer, user } from '../support/trainer-facts.js';

const LEGACY = ['assigned_trainer_id', 'assigned_trainer_name', 'assigned_trainer_email', 'assignment_source'];
const TPG = ['tpg_assigned_trainer_name', 'tpg_assigned_trainer_email'];

const id = fc.constantFrom('tan', 'lim', 'ng', 'gone');
const name = fc.constantFrom('Tan Wei Ming', 'Lim Bee Hoon', 'TAN WEI MING', 'Nobody');

const anyTrainerFacts: fc.Arbitrary<TrainerFacts> = fc.record({
  courseRun: fc
    .option(id, { nil: null })
    .chain((assignedTrainerId) =>
      fc
        .constantFrom(null, 'ssg' as const, 'email_list' as const, 'admin' as const)
        .map((source) => localRun({ assignedTrainerId, assignmentSource: assignedTrainerId === null ? null : source })),
    ),
  runTrainers: fc.oneof(fc.constant([]), fc.constant([runTrainer('tan')])),
  declinedTrainerIds: fc.uniqueArray(id, { maxLength: 2 }),
  ssgTrainers: fc.array(
    fc.record({
      name: fc.option(name, { nil: null }),
      email: fc.option(
        id.map((value) => `${value}@example.org`),
        { nil: null },
      ),
      roleIds: fc.constantFrom([], [1], [2], [1, 2], [9]),
    }),
    { maxLength: 4 },
  ),
  course: fc.record({
    trainersEmailList: fc.option(
      fc.array(id, { maxLength: 3 }).map((ids) => ids.map((value) => `${value}@example.org`).join(', ')),
      { nil: null },
    ),
    trainersList: fc.option(
      fc.array(name, { maxLength: 3 }).map((names) => names.join('|')),
      { nil: null },
    ),
  }),
  users: fc.uniqueArray(
    fc
      .tuple(fc.constantFrom('tan', 'lim', 'ng'), name, fc.boolean(), fc.boolean())
      .map(([userId, userName, isTrainer, active]) => user(userId, userName, { isTrainer, active })),
    { selector: (value) => value.id, maxLength: 3 },
  ),
  settings: fc.record({ refreshTpgTrainers: fc.boolean() }),
});

test('S0.29 S0.32 bugs 10, 12 whatever the facts, only what the write matrix allows is written', () => {
  fc.assert(
    fc.property(anyTrainerFacts, (facts) => {
      const plan = planTrainers(facts);
      const allowed = [
        ...(['ssg', 'email_list', 'name_list'].includes(plan.outcome) ? LEGACY : []),
        ...(plan.outcome === 'ssg' || (plan.outcome === 'kept' && facts.settings.refreshTpgTrainers) ? TPG : []),
      ];
      const fields = plan.courseRun?.fields.map(({ field }) => field) ?? [];
      expect(fields.filter((field) => !allowed.includes(field))).toEqual([]);
      const isAssigned = facts.courseRun.assignedTrainerId !== null || facts.runTrainers.length > 0;
      expect(plan.outcome === 'kept').toBe(isAssigned);
      expect(plan.runTrainers.length > 0).toBe(plan.outcome === 'ssg');
      const written = [...plan.runTrainers.map(({ trainerId }) => trainerId), plan.courseRun?.after.assignedTrainerId ?? null];
      for (const trainerId of isAssigned ? [] : written.filter((value) => value !== null)) {
        expect(facts.users).toContainEqual(expect.objectContaining({ id: trainerId, isTrainer: true, active: true }));
      }
    }),
    { numRuns: 500 },
  );
});
