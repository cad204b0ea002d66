import { describe, expect, test } from 'vitest';
import type { AdminTrainerFacts } from '../../src/trainer/admin-trainers.js';
import { planAdminTrainers } from '../../src/trainer/plan-admin-trainers.js';
import { adminFacts, afterPlan, linkedRow, planned } from '../support/admin-trainer-facts.js';
import { localRun } from '../support/facts.js';
import { user } from '../support/trainer-facts.js';

const tan = user('tan', 'Tan Wei Ming');
const lim = user('lim', 'Lim Bee Hoon');
const assigned = (id: string, source: 'ssg' | 'email_list' | 'name_list' | 'admin') =>
  localRun({
    assignedTrainerId: id,
    assignedTrainerName: id,
    assignedTrainerEmail: `${id}@example.org`,
    assignmentSource: source,
  });
const ofSsg = adminFacts({ courseRun: assigned('tan', 'ssg'), linked: [linkedRow('tan')] });
const guessed = adminFacts({ courseRun: assigned('tan', 'name_list') });

const assign = (facts: AdminTrainerFacts, trainer = lim, values: { role?: 'trainer' | 'assessor'; position?: number } = {}) =>
  planAdminTrainers(facts, { kind: 'assign', trainer, role: values.role ?? 'trainer', position: values.position ?? null });
const remove = (facts: AdminTrainerFacts, trainer = tan) =>
  planAdminTrainers(facts, { kind: 'remove', trainer, role: null, reason: 'is on leave' });
const decline = (facts: AdminTrainerFacts, trainer = tan, reason = 'on leave') =>
  planAdminTrainers(facts, { kind: 'decline', trainer, reason });
const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

describe('S0.29 assigning', () => {
  test('S0.29 the first who teaches is the assigned trainer, in junction and columns, owned by the admin', () => {
    const plan = planned(assign(adminFacts()));
    expect(plan.created).toMatchObject([{ trainerId: 'lim', role: 'trainer', position: 0 }]);
    expect(plan.columns).toMatchObject({
      assignedTrainerId: 'lim',
      assignedTrainerName: 'Lim Bee Hoon',
      assignedTrainerEmail: 'lim@example.org',
      assignmentSource: 'admin',
    });
    const fields = [...plan.columnFields, ...plan.created.flatMap((link) => link.fields)];
    expect(fields.every(({ owner, rule }) => owner === 'admin' && rule === 'S0.29 admin-assigns-trainer')).toBe(true);
  });

  test('S0.31 the TPG columns are never touched', () => {
    const courseRun = localRun({ tpgAssignedTrainerName: 'Ssg Trainer', tpgAssignedTrainerEmail: 'ssg@example.org' });
    for (const plan of [
      planned(assign(adminFacts({ courseRun }))),
      planned(
        remove({
          ...ofSsg,
          courseRun: { ...ofSsg.courseRun, ...courseRun, ...assigned('tan', 'ssg'), tpgAssignedTrainerName: 'Ssg Trainer' },
        }),
      ),
    ]) {
      expect(plan.columns.tpgAssignedTrainerName).toBe('Ssg Trainer');
      expect(plan.columnFields.filter(({ field }) => field.startsWith('tpg_'))).toEqual([]);
    }
  });

  test('S0.29 a second trainer comes behind the first, who stays assigned and SSG’s', () => {
    const plan = planned(assign(ofSsg));
    expect(plan.created).toMatchObject([{ trainerId: 'lim', position: 1 }]);
    expect(plan.columnFields).toEqual([]);
    expect(plan.columns.assignmentSource).toBe('ssg');
  });

  test('S0.29 at position 0 the new one is the assigned trainer, and the others move', () => {
    const plan = planned(assign(ofSsg, lim, { position: 0 }));
    expect(plan.moved).toMatchObject([{ id: 'row-tan-trainer', position: 1 }]);
    expect(plan.columns).toMatchObject({ assignedTrainerId: 'lim', assignmentSource: 'admin' });
  });

  test('S0.30 a fallback’s guess gives way to whom an admin names', () => {
    expect(planned(assign(guessed)).columns).toMatchObject({ assignedTrainerId: 'lim', assignmentSource: 'admin' });
  });

  test('S0.30 a guess that an admin confirms is an admin’s choice, and in the junction', () => {
    const plan = planned(assign(guessed, tan));
    expect(plan.created).toMatchObject([{ trainerId: 'tan' }]);
    expect(plan.columnFields).toMatchObject([{ field: 'assignment_source', before: 'name_list', after: 'admin' }]);
  });

  test('X26 an assessor is linked and is not the assigned trainer; a guess stays', () => {
    expect(planned(assign(guessed, lim, { role: 'assessor' })).columns.assignedTrainerId).toBe('tan');
    const alone = planned(assign(adminFacts(), lim, { role: 'assessor' }));
    expect(alone.columns.assignedTrainerId).toBeNull();
    expect(codes(alone)).toEqual(['nobody_teaches']);
  });

  test('X26 somebody may teach and assess: two rows', () => {
    const plan = planned(assign(ofSsg, tan, { role: 'assessor' }));
    expect(plan.created).toMatchObject([{ trainerId: 'tan', role: 'assessor', position: 1 }]);
  });

  test('assigning who is linked already changes nothing', () => {
    expect(planned(assign(ofSsg, tan))).toMatchObject({ changed: false, created: [], moved: [], warnings: [] });
  });

  test('S0.33 assigning somebody who declined withdraws that and says so, with the reason', () => {
    const facts = adminFacts({ declines: [{ id: 'd1', trainerId: 'lim', reason: 'on leave' }] });
    const plan = planned(assign(facts));
    expect(plan.decline).toMatchObject({ kind: 'withdraw', id: 'd1' });
    expect(plan.warnings).toMatchObject([{ code: 'decline_withdrawn', message: expect.stringContaining('on leave') }]);
  });

  test('X1 assigning to a cancelled class is done and warned of', () => {
    expect(codes(planned(assign(adminFacts({ courseRun: localRun({ classStatus: 'Cancelled' }) }))))).toEqual([
      'class_cancelled',
    ]);
  });

  test.each([-1, 2])('a position of %i where one is linked is refused', (position) => {
    expect(assign(ofSsg, lim, { position })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'INVALID_INPUT', argument: 'position' },
    });
  });
});

describe('S0.25 removing', () => {
  test('S0.25 S0.33 the last one clears the assigned trainer, counts as declined, and the next sync looks', () => {
    const plan = planned(remove(ofSsg));
    expect(plan.removed).toMatchObject([{ id: 'row-tan-trainer' }]);
    expect(plan.columns).toMatchObject({ assignedTrainerId: null, assignedTrainerName: null, assignmentSource: null });
    expect(plan.decline).toMatchObject({ kind: 'record', trainerId: 'tan', reason: 'is on leave' });
    expect(codes(plan)).toEqual(['decline_recorded', 'sync_looks_for_trainer']);
  });

  test('S0.29 the next who teaches becomes the assigned trainer', () => {
    const facts = adminFacts({
      courseRun: assigned('tan', 'ssg'),
      linked: [linkedRow('tan'), linkedRow('lim', { position: 1 })],
    });
    const plan = planned(remove(facts));
    expect(plan.columns).toMatchObject({ assignedTrainerId: 'lim', assignmentSource: 'admin' });
    expect(plan.moved).toMatchObject([{ id: 'row-lim-trainer', position: 0 }]);
  });

  test('S0.30 a guess, who is in no junction, can be removed', () => {
    const plan = planned(remove(guessed));
    expect(plan.columns.assignedTrainerId).toBeNull();
    expect(plan.decline).toMatchObject({ kind: 'record', trainerId: 'tan' });
  });

  test('X26 an assessor who goes is no decline', () => {
    const facts = adminFacts({
      courseRun: assigned('tan', 'ssg'),
      linked: [linkedRow('tan'), linkedRow('lim', { role: 'assessor', position: 1 })],
    });
    expect(planned(remove(facts, lim))).toMatchObject({ changed: true, decline: null, columnFields: [] });
  });

  test('removing who is not there changes nothing', () => {
    expect(planned(remove(adminFacts()))).toMatchObject({ changed: false, warnings: [], decline: null });
    expect(planned(remove(guessed, lim)).changed).toBe(false);
  });

  test('every field of a removed row is told, from what it was to nothing', () => {
    const [row] = planned(remove(ofSsg)).removed;
    expect(row?.fields.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['trainer_id', 'tan', null],
      ['trainer_name', 'tan', null],
      ['trainer_email', 'tan@example.org', null],
      ['role', 'trainer', null],
      ['position', 0, null],
      ['assignment_source', 'ssg', null],
    ]);
  });
});

describe('reordering', () => {
  const facts = adminFacts({
    courseRun: assigned('tan', 'ssg'),
    linked: [linkedRow('tan'), linkedRow('lim', { role: 'assessor', position: 1 }), linkedRow('ng', { position: 2 })],
  });
  const reorder = (...trainerIds: string[]) => planAdminTrainers(facts, { kind: 'reorder', trainerIds });

  test('S0.29 the first who teaches is assigned; an assessor before them is not', () => {
    const plan = planned(reorder('lim', 'ng', 'tan'));
    expect(plan.moved.map(({ id, position }) => [id, position])).toEqual([
      ['row-lim-assessor', 0],
      ['row-ng-trainer', 1],
      ['row-tan-trainer', 2],
    ]);
    expect(plan.columns).toMatchObject({ assignedTrainerId: 'ng', assignmentSource: 'admin' });
  });

  test.each([[['tan', 'lim']], [['tan', 'lim', 'ng', 'ng']], [['tan', 'lim', 'gone']], [['tan', 'tan', 'lim']]])(
    'the order %j is refused',
    (order) => {
      expect(reorder(...order)).toMatchObject({ kind: 'refused', refusal: { code: 'INVALID_INPUT', argument: 'trainerIds' } });
    },
  );

  test('the order that is there already changes nothing', () => {
    expect(planned(reorder('tan', 'lim', 'ng')).changed).toBe(false);
  });
});

describe('S0.33 declining', () => {
  test('S0.33 who is linked is taken out, in every role', () => {
    const facts = adminFacts({
      courseRun: assigned('tan', 'ssg'),
      linked: [linkedRow('tan'), linkedRow('tan', { role: 'assessor', position: 1 })],
    });
    const plan = planned(decline(facts));
    expect(plan.removed).toHaveLength(2);
    expect(plan.columns.assignedTrainerId).toBeNull();
    expect(plan.columnFields.every(({ rule }) => rule === 'S0.33 trainer-declined')).toBe(true);
  });

  test('S0.33 who is not linked is recorded, and the run’s trainer stays', () => {
    const plan = planned(decline(ofSsg, lim));
    expect(plan).toMatchObject({ changed: true, removed: [], columnFields: [], decline: { kind: 'record', trainerId: 'lim' } });
  });

  test('S0.33 declining again changes the reason, or nothing', () => {
    const facts = adminFacts({ declines: [{ id: 'd1', trainerId: 'tan', reason: 'on leave' }] });
    expect(planned(decline(facts)).changed).toBe(false);
    expect(planned(decline(facts, tan, 'moved away'))).toMatchObject({
      decline: { kind: 'amend', id: 'd1', reason: 'moved away' },
    });
  });

  test('S0.33 a withdrawn decline links nobody', () => {
    const facts = adminFacts({ declines: [{ id: 'd1', trainerId: 'tan', reason: null }] });
    const plan = planned(planAdminTrainers(facts, { kind: 'withdraw_decline', trainer: tan }));
    expect(plan).toMatchObject({ changed: true, created: [], columnFields: [], decline: { kind: 'withdraw', id: 'd1' } });
    expect(plan.decline?.fields.every(({ rule }) => rule === 'S0.33 trainer-decline-withdrawn')).toBe(true);
    expect(planned(planAdminTrainers(afterPlan(facts, plan), { kind: 'withdraw_decline', trainer: tan })).changed).toBe(false);
  });
});
