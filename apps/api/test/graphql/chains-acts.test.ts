import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StepFailedError } from '../../src/workflow/step-handler.js';
import { createHold } from '../jobs/hold.js';
import { done } from '../support/chain-world.js';
import { act, type ServedChains, serveChains, statusesOf } from '../support/test-chains.js';
import { inventedIdentifier } from './example-data.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

const fails = async () => Promise.reject(new StepFailedError('SSG refused.', { retryable: false }));
const audit = (action: string) =>
  world.rows(
    'SELECT actor_type, actor_name, entity_type, provider_id, after, reason FROM audit_trail WHERE action = $1 ORDER BY id',
    [action],
  );

describe('chainRunCancel', () => {
  test('asks once, however often it is asked, and is recorded once', async () => {
    const id = await world.start();
    const hold = createHold();
    world.script.find = async ({ signal }) => {
      await hold.released;
      await new Promise((_resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop);
      });
      return done;
    };
    const working = world.work(id, 'find');
    await expect.poll(() => world.statuses(id)).toMatchObject({ find: 'running' });
    expect(await act(world, 'chainRunCancel', { chainRunId: id, reason: 'The wrong day.' })).toMatchObject({
      __typename: 'ChainRunCancelSuccess',
      chainRun: { status: 'RUNNING' },
    });
    expect(await act(world, 'chainRunCancel', { chainRunId: id })).toMatchObject({ __typename: 'ChainRunCancelSuccess' });
    hold.release();
    await working;
    expect(await world.run(id)).toMatchObject({ status: 'cancelled', cancel_requested_by: 'external' });
    expect(await audit('chain_run.cancel')).toEqual([
      expect.objectContaining({ after: { chainRun: id }, actor_name: 'external', reason: 'The wrong day.' }),
    ]);
    expect(await act(world, 'chainRunCancel', { chainRunId: id })).toMatchObject({
      code: 'REFUSED',
      remedy: expect.stringContaining('nothing left to cancel'),
    });
  });

  test('X4 an identifier in a reason or a note is kept nowhere in the clear', async () => {
    const clear = inventedIdentifier(1234567);
    world.script.sync = async () => ({
      kind: 'awaiting_approval',
      sentence: 'It would.',
      counts: { cancels: 1, removals: 0, touched: 2 },
      samples: [],
    });
    const decided = await world.start();
    await world.drive();
    await act(world, 'chainRunApprove', { chainRunId: decided, decision: 'REJECT', note: `Wrong for ${clear}.` });
    await world.drive();
    const cancelled = await world.start();
    await act(world, 'chainRunCancel', { chainRunId: cancelled, reason: `Because of ${clear}.` });
    const kept = await world.rows(
      `SELECT (SELECT jsonb_agg(to_jsonb(row)) FROM task_chain_logs AS row) AS runs, (SELECT jsonb_agg(to_jsonb(row)) FROM task_chain_steps AS row) AS steps,
         (SELECT jsonb_agg(to_jsonb(row)) FROM task_chain_approval AS row) AS approvals, (SELECT jsonb_agg(to_jsonb(row)) FROM audit_trail AS row) AS audit`,
    );
    expect(JSON.stringify(kept)).toContain('Because of *****');
    expect(JSON.stringify(kept)).toContain('Wrong for *****');
    expect(JSON.stringify(kept)).not.toContain(clear);
  });

  test.each(['999999', '0', 'nonsense', '1; DROP TABLE course'])('there is no chain run %s', async (chainRunId) => {
    for (const [name, more] of [
      ['chainRunCancel', {}],
      ['chainRunResume', {}],
      ['chainRunApprove', { decision: 'REJECT' }],
    ] as const)
      expect(await act(world, name, { chainRunId, ...more })).toMatchObject({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        path: ['input', 'chainRunId'],
      });
  });
});

describe('chainRunResume', () => {
  test('does the failed step again in a new run, named by number or by global id', async () => {
    world.script.sync = fails;
    const id = await world.start();
    await world.drive();
    world.script.sync = async () => done;
    const { chainRun } = await world.read<{ chainRun: { id: string } }>(`{ chainRun(id: "${id}") { id } }`);
    const acted = await act(world, 'chainRunResume', { chainRunId: chainRun.id });
    expect(acted).toMatchObject({
      __typename: 'ChainRunResumeSuccess',
      chainRun: { trigger: 'RESUME', requestedBy: 'external', resumedFrom: { number: id } },
    });
    expect(statusesOf(acted)).toEqual({ find: 'REUSED', sync: 'READY', tell: 'WAITING' });
    expect(await act(world, 'chainRunResume', { chainRunId: id })).toMatchObject({
      code: 'ALREADY_RUNNING',
      chainRunNumber: acted.chainRun?.number,
    });
    expect(await audit('chain_run.resume')).toMatchObject([
      {
        actor_type: 'api_key',
        after: { chainRun: acted.chainRun?.number, resumes: id, from: 'failure' },
        actor_name: 'external',
        reason: null,
      },
    ]);
    await world.drive();
    const read = await world.read(`{ chainRun(id: "${id}") { resolvedBy { number } resumptions { number } } }`);
    expect(read).toEqual({
      chainRun: { resolvedBy: { number: acted.chainRun?.number }, resumptions: [{ number: acted.chainRun?.number }] },
    });
    expect(
      statusesOf(await act(world, 'chainRunResume', { chainRunId: acted.chainRun?.number, fromStep: 'tell' })),
    ).toMatchObject({
      sync: 'REUSED',
      tell: 'READY',
    });
  });

  test('everything again', async () => {
    world.script.sync = fails;
    const id = await world.start();
    await world.drive();
    expect(statusesOf(await act(world, 'chainRunResume', { chainRunId: id, all: true }))).toEqual({
      find: 'READY',
      sync: 'WAITING',
      tell: 'WAITING',
    });
  });

  test('a run at work, a complete one, an unknown step and two beginnings are refused with what to do', async () => {
    const id = await world.start();
    expect(await act(world, 'chainRunResume', { chainRunId: id })).toMatchObject({
      code: 'REFUSED',
      remedy: 'Wait for its end, or cancel it first.',
    });
    await world.drive();
    expect(await act(world, 'chainRunResume', { chainRunId: id })).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('complete'),
    });
    expect(await act(world, 'chainRunResume', { chainRunId: id, fromStep: 'nothing' })).toMatchObject({
      code: 'REFUSED',
      remedy: 'Name one of find, sync, tell.',
    });
    expect(await act(world, 'chainRunResume', { chainRunId: id, fromStep: 'find', all: true })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    world.clock.now += 13 * 60 * 60 * 1000;
    expect(await act(world, 'chainRunResume', { chainRunId: id, fromStep: 'sync' })).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('too old'),
    });
  });
});

describe('bug 49 chainRunApprove', () => {
  beforeEach(() => {
    world.script.sync = async ({ step }) =>
      step.approved
        ? done
        : {
            kind: 'awaiting_approval',
            sentence: 'It would cancel 12.',
            counts: { cancels: 12, removals: 0, touched: 40 },
            samples: [],
          };
  });

  test('lets the step go on; the second decision is refused', async () => {
    const id = await world.start();
    await world.drive();
    expect(await act(world, 'chainRunApprove', { chainRunId: id, decision: 'APPROVE', note: 'Looked at it.' })).toMatchObject({
      __typename: 'ChainRunApproveSuccess',
      chainRun: { status: 'RUNNING' },
    });
    expect(await act(world, 'chainRunApprove', { chainRunId: id, decision: 'REJECT' })).toMatchObject({
      code: 'REFUSED',
      remedy: expect.stringContaining('already'),
    });
    expect(await audit('chain_run.approve')).toMatchObject([{ after: { chainRun: id, step: 'sync', note: 'Looked at it.' } }]);
    expect(await audit('chain_run.reject')).toEqual([]);
    await world.drive();
    const { chainRun } = await world.read(
      `{ chainRun(id: "${id}") { status steps { approvals { status decidedBy note decidedAt } } } }`,
    );
    expect(chainRun).toMatchObject({
      status: 'COMPLETED',
      steps: [
        { approvals: [] },
        { approvals: [{ status: 'APPROVED', decidedBy: 'external', note: 'Looked at it.', decidedAt: expect.any(String) }] },
        { approvals: [] },
      ],
    });
  });

  test('of an approval and a rejection at once one wins', async () => {
    const id = await world.start();
    await world.drive();
    const outcomes = await Promise.all(
      ['APPROVE', 'REJECT'].map((decision) => act(world, 'chainRunApprove', { chainRunId: id, decision })),
    );
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['ChainRunApproveSuccess', 'RefusedError']);
  });

  test('rejected, the step is cancelled', async () => {
    const id = await world.start();
    await world.drive();
    expect(statusesOf(await act(world, 'chainRunApprove', { chainRunId: id, decision: 'REJECT' }))).toMatchObject({
      sync: 'CANCELLED',
    });
  });
});
