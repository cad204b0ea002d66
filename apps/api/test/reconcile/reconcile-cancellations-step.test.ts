import { changeEnrolment } from '@rollcall/ssg/simulator/staff';
import { afterEach, expect, test } from 'vitest';
import { StepFailedError } from '../../src/workflow/step-handler.js';
import { domainRows } from '../support/sync-world.js';
import { CHANGED_AT, createReconcileWorld, LATER, type ReconcileWorld, STARTED } from './reconcile-world.js';

let world: ReconcileWorld;
afterEach(() => world.close());

const UNTOUCHED = {
  'ENR-2602-000001': 'Confirmed',
  'ENR-2602-000002': 'Confirmed',
  'ENR-2602-000003': 'Confirmed',
  'ENR-2602-000004': 'Confirmed',
  'ENR-2602-000005': 'Confirmed',
  'ENR-2602-000006': 'Confirmed',
  'ENR-2602-000007': 'Confirmed',
};

test('bug 15 ends of enrolments in runs that no sync reads are taken over, those of other runs are not', async () => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001', 'ENR-2602-000004', 'ENR-2602-000006', 'ENR-2602-000007');
  changeEnrolment(
    world.simulator.state,
    { action: 'change', referenceNumber: 'ENR-2602-000002', status: 'Rejected' },
    CHANGED_AT,
  );
  expect(await world.reconcile()).toMatchObject({ kind: 'completed', counts: { cancelled: 3, touched: 5 } });
  expect(await world.statuses()).toEqual({
    ...UNTOUCHED,
    'ENR-2602-000001': 'Cancelled',
    'ENR-2602-000002': 'Rejected',
    'ENR-2602-000006': 'Cancelled',
  });
  // One search over the provider, one list for each of the two runs.
  expect(world.simulator.calls.counts()).toMatchObject({ 'enrolments.search': 3 });
});

test('bug 32 every end has its change rows and its audit, by the rule, in the same transaction; the row is as SSG has it', async () => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001');
  await world.reconcile();
  const [row] = await world.rows(`SELECT * FROM enrollment WHERE enrolment_id = 'ENR-2602-000001'`);
  expect(row).toMatchObject({ ssg_status: 'Cancelled', version: 2, raw_data: { enrolment: { status: 'Cancelled' } } });
  const [changeSet] = await world.rows(`SELECT * FROM change_set WHERE phase = 'reconcile'`);
  expect(changeSet).toMatchObject({ batch_id: null, course_run_id: null, counts: { 'enrolment.update': 1 } });
  const changes = await world.rows(
    'SELECT field, before, after, owner, rule, entity_id FROM change WHERE change_set_id = $1 ORDER BY id',
    [changeSet?.id],
  );
  const common = { owner: 'ssg', rule: 'bug 15 cancelled-after-window', entity_id: row?.id };
  expect(changes).toMatchObject([
    { ...common, field: 'enrolment_status', before: 'Confirmed', after: 'Cancelled' },
    { ...common, field: 'ssg_status', before: 'Confirmed', after: 'Cancelled' },
    { ...common, field: 'raw_data_hash' },
  ]);
  expect(
    await world.rows('SELECT actor_type, action, entity_id FROM audit_trail WHERE change_set_id = $1', [changeSet?.id]),
  ).toEqual([{ actor_type: 'system', action: 'enrolment.update', entity_id: row?.id }]);
});

test('bug 15 a second pass finds nothing to do', async () => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001');
  await world.reconcile();
  const before = await domainRows(world);
  expect(await world.reconcile()).toMatchObject({ kind: 'completed', counts: { cancelled: 0 } });
  expect(await domainRows(world)).toEqual(before);
});

test('S0.17 Admin Removed stays; bug 15 nothing comes back and nothing is created', async () => {
  world = await createReconcileWorld();
  await world.rows(`UPDATE enrollment SET enrolment_status = 'Admin Removed' WHERE enrolment_id = 'ENR-2602-000001'`);
  await world.rows(`UPDATE enrollment SET enrolment_status = 'Withdrawn' WHERE enrolment_id = 'ENR-2602-000002'`);
  world.cancelAtSsg('ENR-2602-000001', 'ENR-2602-000003');
  changeEnrolment(
    world.simulator.state,
    { action: 'change', referenceNumber: 'ENR-2602-000002', status: 'Confirmed' },
    CHANGED_AT,
  );
  changeEnrolment(world.simulator.state, { action: 'add', runId: STARTED, status: 'Confirmed' }, CHANGED_AT);
  changeEnrolment(world.simulator.state, { action: 'add', runId: STARTED, status: 'Cancelled' }, CHANGED_AT);
  expect(await world.reconcile()).toMatchObject({ counts: { cancelled: 1 } });
  expect(await world.statuses()).toEqual({
    ...UNTOUCHED,
    'ENR-2602-000001': 'Admin Removed',
    'ENR-2602-000002': 'Withdrawn',
    'ENR-2602-000003': 'Cancelled',
  });
});

test('duplicate-enrolment a learner whom SSG holds under another, older number has not left', async () => {
  world = await createReconcileWorld();
  const { state } = world.simulator;
  const trainee = state.enrolments.find('ENR-2602-000005')?.trainee;
  if (!trainee) throw new Error('The simulator lost an enrolment.');
  const { contactNumber: _phone, ...given } = trainee;
  const longBefore = Date.parse('2025-06-01T12:00:00+08:00');
  changeEnrolment(state, { action: 'add', runId: LATER, referenceNumber: 'ENR-2506-000001', trainee: given }, longBefore);
  world.cancelAtSsg('ENR-2602-000005');
  expect(await world.reconcile()).toMatchObject({ counts: { cancelled: 0 } });
  expect(await world.statuses()).toEqual(UNTOUCHED);
});

test('bug 49 beyond the limits all of it waits, with samples and without identifiers; approved, it is applied', async () => {
  world = await createReconcileWorld();
  await world.rows('UPDATE training_provider SET max_cancels = 1');
  world.cancelAtSsg('ENR-2602-000001', 'ENR-2602-000005');
  const waiting = await world.reconcile();
  expect(waiting).toMatchObject({
    kind: 'awaiting_approval',
    sentence: expect.stringContaining('2 enrolments of 5'),
    counts: { cancels: 2, removals: 0, touched: 5 },
    samples: [
      { entity: 'enrolment', key: '850001 ENR-2602-000001', before: 'Confirmed', after: 'Cancelled' },
      { entity: 'enrolment', key: '850003 ENR-2602-000005', before: 'Confirmed', after: 'Cancelled' },
    ],
  });
  const identifier = world.simulator.state.enrolments.find('ENR-2602-000001')?.trainee.identifier ?? '';
  expect(identifier).not.toBe('');
  expect(JSON.stringify(waiting)).not.toContain(identifier);
  expect(await world.statuses()).toEqual(UNTOUCHED);

  world.cancelAtSsg('ENR-2602-000006');
  const grown = await world.reconcile({ approved: { cancels: 2, removals: 0, touched: 5 } });
  expect(grown).toMatchObject({ kind: 'awaiting_approval', counts: { cancels: 3 } });
  expect(await world.statuses()).toEqual(UNTOUCHED);
  const applied = await world.reconcile({ approved: { cancels: 3, removals: 0, touched: 5 } });
  expect(applied).toMatchObject({ kind: 'completed', counts: { cancelled: 3 } });
});

test('a dry run writes nothing, waits for nobody and tells what it would do', async () => {
  world = await createReconcileWorld();
  await world.rows('UPDATE training_provider SET max_cancels = 0');
  world.cancelAtSsg('ENR-2602-000001');
  const before = await domainRows(world);
  expect(await world.reconcile({ dryRun: true })).toMatchObject({
    kind: 'completed',
    counts: { wouldCancel: 1 },
    output: { sample: [{ key: '850001 ENR-2602-000001', after: 'Cancelled' }] },
  });
  expect(await domainRows(world)).toEqual(before);
});

test.each([
  ['the second page of the search over the provider', { operation: 'enrolments.search', fromCall: 2 }],
  ['the list of one of the runs', { operation: 'enrolments.search', runId: String(LATER) }],
] as const)('bug 5 where %s fails, nothing is cancelled and the step may be tried again', async (_what, call) => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001', 'ENR-2602-000005');
  world.simulator.faults.add({ operation: 'enrolments.search', effect: { kind: 'page-clamp', pageSize: 2 } });
  world.simulator.faults.add({
    ...call,
    effect: { kind: 'raw', status: 200, text: '<html>Maintenance</html>', contentType: 'text/html' },
  });
  const failure = await world.reconcile().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StepFailedError);
  expect(failure).toMatchObject({
    retryable: true,
    remedy: expect.any(String),
    trouble: { upstream: 'ssg', endpoint: 'enrolments.search' },
  });
  expect(await world.statuses()).toEqual(UNTOUCHED);
});

test('bug 5 SSG’s 404 means that nothing was updated, and is no failure', async () => {
  world = await createReconcileWorld();
  world.simulator.faults.add({
    operation: 'enrolments.search',
    effect: { kind: 'status', status: 404, body: 'envelope', message: 'No enrolment found.' },
  });
  expect(await world.reconcile()).toMatchObject({ kind: 'completed', counts: { updatedAtSsg: 0, cancelled: 0 } });
});

test('S0.17 an admin’s removal between reading and writing wins: planned again, the rest is written', async () => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001', 'ENR-2602-000002');
  let removals = 0;
  const result = await world.reconcile({
    beforeWriting: async () => {
      if (removals++ > 0) return;
      await world.rows(
        `UPDATE enrollment SET enrolment_status = 'Admin Removed', version = version + 1 WHERE enrolment_id = 'ENR-2602-000001'`,
      );
    },
  });
  expect(result).toMatchObject({ kind: 'completed', counts: { cancelled: 1 } });
  expect(await world.statuses()).toMatchObject({ 'ENR-2602-000001': 'Admin Removed', 'ENR-2602-000002': 'Cancelled' });
});

test('habit 28 a lost lease writes nothing', async () => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001');
  const steal = (stepId: string) =>
    world.rows('UPDATE task_chain_steps SET lease_token = $2 WHERE id = $1', [stepId, world.deps.newId()]);
  await expect(world.reconcile({ beforeWriting: steal })).rejects.toMatchObject({ name: 'LeaseLostError' });
  expect(await world.statuses()).toEqual(UNTOUCHED);
});

test('a wish to stop is obeyed before anything is written', async () => {
  world = await createReconcileWorld();
  world.cancelAtSsg('ENR-2602-000001');
  const reason = new Error('The worker is stopping.');
  await expect(world.reconcile({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(await world.statuses()).toEqual(UNTOUCHED);
});

test('bug 50 an incremental pass looks back to the last one that was done; one that failed or was dry does not count', async () => {
  world = await createReconcileWorld();
  const longAgo = Date.parse('2026-01-20T12:00:00+08:00');
  changeEnrolment(world.simulator.state, { action: 'cancel', referenceNumber: 'ENR-2602-000001' }, longAgo);
  await world.reconcile({ mode: 'incremental', dryRun: true });
  world.simulator.faults.add({ operation: 'enrolments.search', times: 1, effect: { kind: 'inner-status', status: 403 } });
  await expect(world.reconcile({ mode: 'incremental' })).rejects.toMatchObject({ retryable: false });
  expect(await world.reconcile({ mode: 'incremental' })).toMatchObject({ counts: { cancelled: 1 } });

  changeEnrolment(world.simulator.state, { action: 'cancel', referenceNumber: 'ENR-2602-000005' }, longAgo);
  world.cancelAtSsg('ENR-2602-000003');
  expect(await world.reconcile({ mode: 'incremental' })).toMatchObject({ counts: { updatedAtSsg: 1, cancelled: 1 } });
  expect(await world.reconcile({ mode: 'full' })).toMatchObject({ counts: { cancelled: 1 } });
});

test('a great many ends, approved, are written slice by slice in one transaction', async () => {
  const references = Array.from({ length: 501 }, (_, index) => `ENR-2512-${String(index).padStart(6, '0')}`);
  const enrolments = references.map((referenceNumber) => ({ referenceNumber }));
  world = await createReconcileWorld([{ id: 850005, startDate: '2026-02-25', enrolments }]);
  world.cancelAtSsg(...references);
  expect(await world.reconcile()).toMatchObject({ kind: 'awaiting_approval', counts: { cancels: 501, touched: 506 } });
  const approved = { cancels: 501, removals: 0, touched: 506 };
  expect(await world.reconcile({ approved })).toMatchObject({ kind: 'completed', counts: { cancelled: 501 } });
  expect(await world.rows(`SELECT counts FROM change_set WHERE phase = 'reconcile' ORDER BY id`)).toEqual([
    { counts: { 'enrolment.update': 500 } },
    { counts: { 'enrolment.update': 1 } },
  ]);
});
