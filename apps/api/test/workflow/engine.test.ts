import { afterEach, expect, test } from 'vitest';
import { cancelChainRun } from '../../src/workflow/cancel-chain-run.js';
import { RefusedError } from '../../src/workflow/refused-error.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import { StepDeferredError, StepFailedError } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

test('S4.11 steps run in the order of their needs, and the run tells its story', async () => {
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find' }, { name: 'sync', needs: ['find'] }, { name: 'assign', needs: ['sync'] }]),
  ]);
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({
    status: 'completed',
    steps_completed: ['find', 'sync', 'assign'],
    total_duration_seconds: 0,
    error_message: null,
  });
  expect(await world.events(id)).toEqual([
    'run_started',
    'step_started find',
    'step_completed find',
    'step_started sync',
    'step_completed sync',
    'step_started assign',
    'step_completed assign',
    'run_completed',
  ]);
});

test('X12 steps of one tier are ready together, and the next tier waits for all of them', async () => {
  world = await createChainWorld([
    testChain('tiers', [{ name: 'courses' }, { name: 'partners' }, { name: 'users', needs: ['courses'] }]),
  ]);
  const id = await world.start();
  expect(world.wakes.map(({ step }) => step)).toEqual(['courses', 'partners']);
  await world.work(id, 'courses');
  expect(await world.statuses(id)).toEqual({ courses: 'completed', partners: 'ready', users: 'waiting' });
  await world.work(id, 'partners');
  expect((await world.statuses(id))['users']).toBe('ready');
});

test('S4.12 a required step that fails ends the run as failed, tells people, and begins nothing after it', async () => {
  const failing = async () => {
    throw new StepFailedError('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false });
  };
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: failing },
      { name: 'sync', needs: ['find'] },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({
    status: 'failed',
    error_message: 'SSG refused the certificate.',
    remedy: 'Renew it.',
    current_step: 'find',
  });
  expect(await world.statuses(id)).toEqual({ find: 'failed', sync: 'skipped' });
  expect(world.notices.find(({ kind }) => kind === 'failed')?.about).toMatchObject({
    step: 'find',
    message: 'SSG refused the certificate.',
  });
});

test('X14 X15 a soft need that failed lets the rest run on stale inputs, and the run is partial', async () => {
  const failing = async () => Promise.reject(new StepFailedError('No.', { retryable: false }));
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'members', required: false, handle: failing },
      { name: 'enrol', needs: [{ step: 'members', kind: 'soft' }] },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  expect((await world.run(id))['status']).toBe('partial');
  expect(await world.rows('SELECT step, status, ran_on_stale_inputs FROM task_chain_steps ORDER BY position')).toEqual([
    { step: 'members', status: 'failed', ran_on_stale_inputs: false },
    { step: 'enrol', status: 'completed', ran_on_stale_inputs: true },
  ]);
});

test('a failing step is tried again after its pause, and counts its tries', async () => {
  let tries = 0;
  const flaky = async () => {
    if (++tries < 3) throw new Error('SSG is away.');
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: flaky, retry: { attempts: 2, backoffMs: 0 } }])]);
  const id = await world.start();
  await world.drive();
  expect(tries).toBe(3);
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect((await world.events(id)).filter((event) => event.startsWith('step_retrying'))).toHaveLength(2);
});

test('a step that is not yet due is not given to a worker', async () => {
  const failing = async () => Promise.reject(new Error('SSG is away.'));
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find', handle: failing, retry: { attempts: 1, backoffMs: 60_000 } }]),
  ]);
  const id = await world.start();
  await world.work(id, 'find');
  expect(await world.work(id, 'find')).toEqual({ kind: 'not_now', reason: 'It is not its time yet, or it was given up.' });
});

test('a deferred step is given back without using up a try', async () => {
  const deferring = async () => Promise.reject(new StepDeferredError('A sync started by hand is running.', 0));
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: deferring }])]);
  const id = await world.start();
  await world.work(id, 'find');
  expect(await world.rows('SELECT status, attempt, reason, lease_token FROM task_chain_steps')).toEqual([
    { status: 'ready', attempt: 0, reason: 'A sync started by hand is running.', lease_token: null },
  ]);
  expect(await world.events(id)).toContain('step_deferred find');
});

test('bug 45 a prerequisite that does not hold fails the step before it starts, with its sentence', async () => {
  let started = false;
  const handle = async () => {
    started = true;
    return done;
  };
  const prerequisites = [{ name: 'has-courses', sentence: 'The provider has at least one course.' }];
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find', handle, prerequisites }], {}, { 'has-courses': async () => false }),
  ]);
  const id = await world.start();
  await world.drive();
  expect(started).toBe(false);
  expect(await world.run(id)).toMatchObject({ status: 'failed' });
  expect((await world.rows('SELECT error, error_code FROM task_chain_steps'))[0]).toEqual({
    error: 'It was not started, because this does not hold: The provider has at least one course.',
    error_code: 'prerequisite',
  });
});

test('habit 27 the effect of a step and its record commit together: where the effect fails, nothing is recorded', async () => {
  const handle = async () => ({
    ...done,
    apply: async (transaction: { query(sql: string): Promise<unknown> }) => {
      await transaction.query(`UPDATE training_provider SET name = 'Changed'`);
      throw new Error('The second statement failed.');
    },
  });
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle }])]);
  const id = await world.start();
  await world.work(id, 'find');
  expect(await world.rows('SELECT name FROM training_provider')).toEqual([{ name: 'Invented Academy' }]);
  expect(await world.statuses(id)).toEqual({ find: 'failed' });
});

test('bug 46 an alert that cannot be written does not hide the failure', async () => {
  const failing = async () => Promise.reject(new StepFailedError('No.', { retryable: false }));
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: failing }])]);
  world.engine.notices.runNeedsPeople = async (transaction) => void (await transaction.query('SELECT * FROM no_such_table'));
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'failed', error_message: 'No.' });
});

test('bug 48 steps of one upstream and provider do not run at the same time, whatever their chain', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = async () => {
    await held;
    return done;
  };
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find', upstream: 'ssg', handle: slow }]),
    testChain('hourly', [{ name: 'look', upstream: 'ssg' }]),
  ]);
  const nightly = await world.start();
  const hourly = await world.start({ chain: 'hourly' });
  const working = world.work(nightly, 'find');
  await expect.poll(() => world.statuses(nightly)).toEqual({ find: 'running' });
  expect(await world.work(hourly, 'look')).toEqual({
    kind: 'not_now',
    reason: `Waits for ssg: find of chain run ${nightly} uses it.`,
  });
  release();
  await working;
  expect(await world.work(hourly, 'look')).toEqual({ kind: 'worked', outcome: 'result' });
});

test('of two starts at once one begins and the other learns of it', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const request = {
    chain: 'nightly',
    providerId: world.providerId,
    trigger: 'manual',
    requestedBy: 'test',
    mode: 'full',
  } as const;
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => startChainRun(world.engine, request)));
  expect(outcomes.filter(({ kind }) => kind === 'started')).toHaveLength(1);
  expect(outcomes.filter(({ kind }) => kind === 'already_running')).toHaveLength(7);
});

test('row 68 a buffered run begins when the one before it ends', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const first = await world.start();
  const second = await world.start({ whileRunning: 'buffer' });
  expect((await world.run(second))['status']).toBe('queued');
  await expect(world.start({ whileRunning: 'buffer' })).rejects.toThrow('in the way');
  await world.drive();
  expect((await world.run(first))['status']).toBe('completed');
  expect((await world.run(second))['status']).toBe('completed');
});

test('cancel stops a running step at its safe point and begins nothing new', async () => {
  const waits = (context: { signal: AbortSignal }) =>
    new Promise<never>((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: waits },
      { name: 'sync', needs: ['find'] },
    ]),
  ]);
  const id = await world.start();
  const working = world.work(id, 'find');
  await expect.poll(() => world.statuses(id)).toMatchObject({ find: 'running' });
  expect(await cancelChainRun(world.engine, { chainRunId: id, by: 'test' })).toEqual({ status: 'running' });
  expect(await working).toEqual({ kind: 'worked', outcome: 'cancelled' });
  expect(await world.run(id)).toMatchObject({ status: 'cancelled', cancel_requested_by: 'test' });
  expect(await world.statuses(id)).toEqual({ find: 'cancelled', sync: 'cancelled' });
  await expect(cancelChainRun(world.engine, { chainRunId: id, by: 'test' })).rejects.toThrow(RefusedError);
});

test('a step that takes longer than it may is stopped, and that counts as a failure', async () => {
  const waits = (context: { signal: AbortSignal }) =>
    new Promise<never>((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: waits, timeoutMs: 20 }])]);
  const id = await world.start();
  await world.drive();
  expect((await world.rows('SELECT error_code FROM task_chain_steps'))[0]).toEqual({ error_code: 'timed_out' });
  expect((await world.run(id))['status']).toBe('failed');
});

test('an unknown chain run and an unknown chain are typed refusals with a remedy', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  for (const id of ['999999', '0', 'x', '1; DROP TABLE course', '99999999999999999999'])
    await expect(cancelChainRun(world.engine, { chainRunId: id, by: 'test' })).rejects.toMatchObject({
      name: 'UnknownChainRunError',
    });
  await expect(world.start({ chain: 'nothing' })).rejects.toMatchObject({
    name: 'UnknownChainError',
    remedy: 'The chains are nightly.',
  });
});
