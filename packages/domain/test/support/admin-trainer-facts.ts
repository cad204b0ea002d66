import type {
  AdminTrainerFacts,
  AdminTrainerPlan,
  AdminTrainerVerdict,
  LinkedTrainer,
} from '../../src/trainer/admin-trainers.js';
import { localRun } from './facts.js';
import { runTrainer } from './trainer-facts.js';

export const linkedRow = (trainerId: string, values: Partial<LinkedTrainer> = {}): LinkedTrainer => ({
  ...runTrainer(trainerId),
  id: `row-${trainerId}-${values.role ?? 'trainer'}`,
  source: 'ssg',
  ...values,
});

export function adminFacts(values: Partial<AdminTrainerFacts> = {}): AdminTrainerFacts {
  return { courseRun: localRun(), linked: [], declines: [], ...values };
}

/** The plan of a verdict that must not be a refusal. */
export function planned(verdict: AdminTrainerVerdict): AdminTrainerPlan {
  if (verdict.kind === 'refused') throw new Error(`refused: ${verdict.refusal.message}`);
  return verdict.plan;
}

/** The facts as they are once the plan is written. */
export function afterPlan(facts: AdminTrainerFacts, plan: AdminTrainerPlan): AdminTrainerFacts {
  const gone = new Set(plan.removed.map(({ id }) => id));
  const places = new Map(plan.moved.map(({ id, position }) => [id, position]));
  const kept = facts.linked
    .filter(({ id }) => !gone.has(id))
    .map((row) => ({ ...row, position: places.get(row.id) ?? row.position }));
  const created = plan.created.map(({ fields: _fields, ...link }) => ({
    ...link,
    id: `row-${link.trainerId}-${link.role}`,
    source: 'admin' as const,
  }));
  return {
    courseRun: { ...facts.courseRun, ...plan.columns },
    linked: [...kept, ...created].sort((one, other) => one.position - other.position),
    declines: declinesAfter(facts, plan),
  };
}

function declinesAfter({ declines }: AdminTrainerFacts, { decline }: AdminTrainerPlan): AdminTrainerFacts['declines'] {
  switch (decline?.kind) {
    case undefined:
      return declines;
    case 'record':
      return [...declines, { id: `decline-${decline.trainerId}`, trainerId: decline.trainerId, reason: decline.reason }];
    case 'amend':
      return declines.map((row) => (row.id === decline.id ? { ...row, reason: decline.reason } : row));
    case 'withdraw':
      return declines.filter((row) => row.id !== decline.id);
  }
}
