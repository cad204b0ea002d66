import type { FieldChange, JsonValue } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { RunTrainerColumns } from '../course-run/course-run.js';
import type {
  AdminTrainerFacts,
  AdminTrainerPlan,
  AdminTrainerVerdict,
  AdminTrainerWish,
  DeclineChange,
  LinkedTrainer,
  TrainerLink,
} from './admin-trainers.js';
import { changedTrainerColumns, trainerColumnsOf } from './run-trainer-columns.js';
import { warnOfTrainerPlan } from './warn-of-trainer-plan.js';

type Entry = LinkedTrainer | Omit<LinkedTrainer, 'id'>;

/** What a wish makes of the people linked, in order, and of the declines, before the rest follows from it. */
interface Outcome {
  entries: Entry[];
  decline: DeclineChange | null;
  /** Somebody whose assignment ends though they may have no row in the junction: a fallback's guess has none (S0.30). */
  goneId: string | null;
  /** Somebody whom an admin now chose by name. */
  chosenId: string | null;
  rule: RuleId;
}

/**
 * What an admin's act makes of a run's trainers: junction, declines and the assigned trainer in step. The first of the
 * junction who teaches is the assigned trainer; the TPG columns tell what SSG says and are never touched (S0.31). Removing
 * somebody who teaches records a decline, so that neither SSG nor a list brings them back (S0.33); assigning them withdraws
 * it. Equal wishes upon the outcome of the first change nothing.
 */
export function planAdminTrainers(facts: AdminTrainerFacts, wish: AdminTrainerWish): AdminTrainerVerdict {
  const outcome = outcomeOf(facts, wish);
  if ('code' in outcome) return { kind: 'refused', refusal: outcome };
  return { kind: 'planned', plan: planOf(facts, outcome) };
}

type Refusal = Extract<AdminTrainerVerdict, { kind: 'refused' }>['refusal'];

type Wish<Kind extends AdminTrainerWish['kind']> = Extract<AdminTrainerWish, { kind: Kind }>;

function outcomeOf(facts: AdminTrainerFacts, wish: AdminTrainerWish): Outcome | Refusal {
  switch (wish.kind) {
    case 'assign':
      return assign(facts, wish);
    case 'remove':
      return remove(facts, wish);
    case 'reorder':
      return reorder(facts, wish);
    case 'decline':
      return {
        entries: facts.linked.filter((row) => row.trainerId !== wish.trainer.id),
        decline: record(facts, wish.trainer.id, wish.reason),
        goneId: wish.trainer.id,
        chosenId: null,
        rule: 'S0.33 trainer-declined',
      };
    case 'withdraw_decline':
      return { ...unchanged(facts, 'S0.33 trainer-decline-withdrawn'), decline: withdraw(facts, wish.trainer.id) };
  }
}

function assign(facts: AdminTrainerFacts, { trainer, role, position }: Wish<'assign'>): Outcome | Refusal {
  const { id: trainerId, name, email } = trainer;
  const present = facts.linked.find((row) => row.trainerId === trainerId && row.role === role);
  const others = facts.linked.filter((row) => row !== present);
  if (position !== null && (position < 0 || position > others.length)) return outOfRange(position, others.length);
  const entry: Entry = present ?? { trainerId, name, email, role, position: 0, source: 'admin' };
  const place = position ?? (present ? facts.linked.indexOf(present) : others.length);
  return {
    entries: [...others.slice(0, place), entry, ...others.slice(place)],
    decline: withdraw(facts, trainerId),
    goneId: null,
    chosenId: role === 'trainer' ? trainerId : null,
    rule: 'S0.29 admin-assigns-trainer',
  };
}

function remove(facts: AdminTrainerFacts, { trainer, role, reason }: Wish<'remove'>): Outcome {
  const gone = facts.linked.filter((row) => row.trainerId === trainer.id && (role === null || row.role === role));
  const wasAssigned = facts.courseRun.assignedTrainerId === trainer.id && role !== 'assessor';
  const taught = wasAssigned || gone.some((row) => row.role === 'trainer');
  return {
    entries: facts.linked.filter((row) => !gone.includes(row)),
    decline: taught ? record(facts, trainer.id, reason) : null,
    goneId: taught ? trainer.id : null,
    chosenId: null,
    rule: 'S0.29 admin-assigns-trainer',
  };
}

function reorder(facts: AdminTrainerFacts, { trainerIds }: Wish<'reorder'>): Outcome | Refusal {
  const linkedIds = new Set(facts.linked.map((row) => row.trainerId));
  const complete = new Set(trainerIds).size === trainerIds.length && trainerIds.length === linkedIds.size;
  if (!complete || trainerIds.some((id) => !linkedIds.has(id))) return incompleteOrder(linkedIds.size);
  const entries = trainerIds.flatMap((id) => facts.linked.filter((row) => row.trainerId === id));
  return { ...unchanged(facts, 'S0.29 admin-assigns-trainer'), entries };
}

const unchanged = ({ linked }: AdminTrainerFacts, rule: RuleId): Outcome => ({
  entries: [...linked],
  decline: null,
  goneId: null,
  chosenId: null,
  rule,
});

function planOf(facts: AdminTrainerFacts, outcome: Outcome): AdminTrainerPlan {
  const { entries, decline, rule } = outcome;
  const kept = new Set(entries.flatMap((entry) => ('id' in entry ? [entry.id] : [])));
  const placed = entries.map((entry, position) => ({ entry, position }));
  const created = placed.flatMap(({ entry, position }) => ('id' in entry ? [] : [linkOf({ ...entry, position }, rule)]));
  const moved = placed.flatMap(({ entry, position }) =>
    'id' in entry && entry.position !== position
      ? [{ id: entry.id, position, fields: [field('position', entry.position, position, rule)] }]
      : [],
  );
  const removed = facts.linked
    .filter(({ id }) => !kept.has(id))
    .map((row) => ({ id: row.id, fields: fieldsOf(row).map(([name, value]) => field(name, value, null, rule)) }));
  const columns = columnsAfter(facts, outcome);
  const columnFields = changedTrainerColumns(facts.courseRun, columns, 'admin', rule);
  const changed = [columnFields, created, moved, removed].some(({ length }) => length > 0) || decline !== null;
  const plan = { changed, columns, columnFields, created, moved, removed, decline };
  return { ...plan, warnings: changed ? warnOfTrainerPlan(facts, plan, entries) : [] };
}

/**
 * The first of the junction who teaches is the assigned trainer. Where none does, a fallback's guess stays, which never had
 * a row there (S0.30), unless it is the one who goes.
 */
function columnsAfter({ courseRun }: AdminTrainerFacts, { entries, goneId, chosenId }: Outcome): RunTrainerColumns {
  const before = trainerColumnsOf(courseRun);
  const first = entries.find((entry) => entry.role === 'trainer');
  const isGuess = before.assignmentSource === 'email_list' || before.assignmentSource === 'name_list';
  if (!first) {
    const stays = isGuess && before.assignedTrainerId !== goneId;
    return stays ? before : { ...before, ...NOBODY };
  }
  // Somebody who was a guess, and whom an admin now named, is a guess no more.
  const confirmed = isGuess && chosenId === first.trainerId;
  if (first.trainerId === before.assignedTrainerId) return confirmed ? { ...before, assignmentSource: 'admin' } : before;
  return {
    ...before,
    assignedTrainerId: first.trainerId,
    assignedTrainerName: first.name,
    assignedTrainerEmail: first.email,
    assignmentSource: 'admin',
  };
}

const NOBODY = {
  assignedTrainerId: null,
  assignedTrainerName: null,
  assignedTrainerEmail: null,
  assignmentSource: null,
} as const;

const field = (name: string, before: JsonValue, after: JsonValue, rule: RuleId): FieldChange => {
  return { field: name, before, after, owner: 'admin', rule };
};

const fieldsOf = (entry: Entry): [string, JsonValue][] => [
  ['trainer_id', entry.trainerId],
  ['trainer_name', entry.name],
  ['trainer_email', entry.email],
  ['role', entry.role],
  ['position', entry.position],
  ['assignment_source', entry.source],
];

function linkOf(entry: Entry, rule: RuleId): TrainerLink {
  const { trainerId, name, email, role, position } = entry;
  const fields = fieldsOf(entry).map(([column, value]) => field(column, null, value, rule));
  return { trainerId, name, email, role, position, fields };
}

function record({ declines }: AdminTrainerFacts, trainerId: string, reason: string | null): DeclineChange | null {
  const rule: RuleId = 'S0.33 trainer-declined';
  const present = declines.find((row) => row.trainerId === trainerId);
  if (!present) {
    const fields = [field('trainer_id', null, trainerId, rule), field('reason', null, reason, rule)];
    return { kind: 'record', trainerId, reason, fields };
  }
  if (reason === null || present.reason === reason) return null;
  return { kind: 'amend', id: present.id, reason, fields: [field('reason', present.reason, reason, rule)] };
}

function withdraw({ declines }: AdminTrainerFacts, trainerId: string): DeclineChange | null {
  const present = declines.find((row) => row.trainerId === trainerId);
  if (!present) return null;
  const rule: RuleId = 'S0.33 trainer-decline-withdrawn';
  const fields = [field('trainer_id', trainerId, null, rule), field('reason', present.reason, null, rule)];
  return { kind: 'withdraw', id: present.id, fields };
}

const outOfRange = (position: number, linked: number): Refusal => ({
  code: 'INVALID_INPUT',
  argument: 'position',
  message: `There is no position ${position}: ${linked} ${linked === 1 ? 'other person is' : 'others are'} linked to the run.`,
  remedy: `Give 0 to ${linked}, or leave the position out.`,
});

const incompleteOrder = (linked: number): Refusal => ({
  code: 'INVALID_INPUT',
  argument: 'trainerIds',
  message: `The order must name everybody linked to the run, each once; that is ${linked === 1 ? '1 person' : `${linked} people`}.`,
  remedy: 'Read `runTrainers` of the run, and give all of them in the order you want.',
});
