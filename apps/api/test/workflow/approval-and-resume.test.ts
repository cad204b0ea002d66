import { afterEach, expect, test } from 'vitest';
import { decideApproval } from '../../src/workflow/approve-chain-run.js';
import { cancelChainRun } from '../../src/workflow/cancel-chain-run.js';
import { previewResume, resumeChainRun } from '../../src/workflow/resume-chain-run.js';
import { StepFailedError, type StepHandler } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

const counts = { cancels: 14, removals: 0, touched: 100 };

const asksFirst: StepHandler = async ({ step }) =>
  step.approved === null
    ? { kind: 'awaiting_approval', sentence: '14 cancellations.', counts, samples: [] }
    : { ...done, output: step.approved.counts };

test('bug 49 a step that asks pauses its run, and goes on when a person approves', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'sync', handle: asksFirst },
      { name: 'assign', needs: ['sync'] },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'awaiting_approval', completed_at: null });
  expect(world.notices.at(-1)).toMatchObject({ kind: 'awaiting_approval', about: { message: '14 cancellations.' } });
  await decideApproval(world.engine, { chainRunId: id, decision: 'approve', by: 'ops', note: 'Checked with the course lead.' });
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect(await world.rows('SELECT status, decided_by, note FROM task_chain_approval')).toEqual([
    { status: 'approved', decided_by: 'ops', note: 'Checked with the course lead.' },
  ]);
  expect((await world.rows(`SELECT output FROM task_chain_steps WHERE step = 'sync'`))[0]).toEqual({ output: counts });
});

test('approving twice at once decides once, and the other gets a typed refusal', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'sync', handle: asksFirst }])]);
  const id = await world.start();
  await world.drive();
  const request = { chainRunId: id, decision: 'approve', by: 'ops' } as const;
  const outcomes = await Promise.allSettled([decideApproval(world.engine, request), decideApproval(world.engine, request)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'RefusedError' } });
});

test('rejecting cancels the step, and what needs it is skipped', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'sync', handle: asksFirst },
      { name: 'assign', needs: ['sync'] },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  await decideApproval(world.engine, { chainRunId: id, decision: 'reject', by: 'ops' });
  await world.drive();
  expect(await world.statuses(id)).toEqual({ sync: 'cancelled', assign: 'skipped' });
  expect(['partial', 'failed']).toContain((await world.run(id))['status']);
});

test('a run that waits for a person can be cancelled, and its question is closed', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'sync', handle: asksFirst }])]);
  const id = await world.start();
  await world.drive();
  await cancelChainRun(world.engine, { chainRunId: id, by: 'ops' });
  expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
  expect(await world.rows('SELECT status FROM task_chain_approval')).toEqual([{ status: 'superseded' }]);
});

test('S4.11 a resume begins a new run at the failed step, reuses what stands, and a good one resolves the old', async () => {
  let broken = true;
  const found: string[] = [];
  const find: StepHandler = async () => {
    found.push('find');
    return { ...done, output: { batchId: 'b1' } };
  };
  const sync: StepHandler = async ({ outputs, run, step }) => {
    if (step.checkpoint === null) await Promise.resolve();
    if (broken) throw new StepFailedError('SSG is away.', { retryable: false });
    return { ...done, output: { from: outputs['find'], today: run.today } };
  };
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: find },
      { name: 'sync', needs: ['find'], handle: sync },
    ]),
  ]);
  const first = await world.start();
  await world.drive();
  expect((await world.run(first))['status']).toBe('failed');
  broken = false;
  world.clock.now += 60 * 60 * 1000;
  expect(await previewResume(world.engine, { chainRunId: first })).toMatchObject({
    kind: 'resume',
    reuse: [{ step: 'find' }],
    redo: [{ step: 'sync' }],
  });
  const outcome = await resumeChainRun(world.engine, { chainRunId: first, by: 'ops' });
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  await world.drive();
  expect(found).toEqual(['find']);
  expect(await world.statuses(outcome.chainRunId)).toEqual({ find: 'reused', sync: 'completed' });
  expect((await world.rows(`SELECT output FROM task_chain_steps WHERE step = 'sync' AND status = 'completed'`))[0]).toEqual({
    output: { from: { batchId: 'b1' }, today: '2026-03-02' },
  });
  expect(await world.run(first)).toMatchObject({ status: 'failed', resolved_by_id: outcome.chainRunId });
  expect(await world.run(outcome.chainRunId)).toMatchObject({ status: 'completed', resumed_from_id: first, trigger: 'resume' });
});

test('bug 44 a run that is too old is not resumed: a full run is offered instead', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find' },
      { name: 'sync', needs: ['find'], handle: async () => Promise.reject(new StepFailedError('No.', { retryable: false })) },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  world.clock.now += 13 * 60 * 60 * 1000;
  await expect(resumeChainRun(world.engine, { chainRunId: id, by: 'ops' })).rejects.toMatchObject({
    name: 'RefusedError',
    remedy: 'Start anew with: rollcall chain run nightly',
  });
});

test('a run at work is not resumed', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const id = await world.start();
  await expect(resumeChainRun(world.engine, { chainRunId: id, by: 'ops' })).rejects.toMatchObject({ name: 'RefusedError' });
});

test('starting one step alone leaves the others out', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', required: false },
      { name: 'digest', required: false, needs: [{ step: 'find', kind: 'soft' }] },
    ]),
  ]);
  const id = await world.start({ leaveOut: ['find'] });
  await world.drive();
  expect(await world.statuses(id)).toEqual({ find: 'skipped', digest: 'completed' });
  await expect(world.start({ leaveOut: ['nothing'] })).rejects.toMatchObject({ name: 'WrongStartError' });
});
