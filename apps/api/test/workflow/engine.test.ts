import { afterEach, expect, test } from 'vitest';
import type { StepHandler } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, deferring, done, failing, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

/** Its database work fails half-way. */
const failingHalfWay: StepHandler = async () => ({
  ...done,
  apply: async (transaction) => {
    await transaction.query(`UPDATE training_provider SET name = 'Changed'`);
    throw new Error('The second statement failed.');
  },
});

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
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: failing('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false }) },
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
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'members', required: false, handle: failing('No.') },
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
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: failing('SSG is away.', { retryable: true }), retry: { attempts: 1, backoffMs: 60_000 } },
    ]),
  ]);
  const id = await world.start();
  await world.work(id, 'find');
  expect(await world.work(id, 'find')).toEqual({ kind: 'not_now', reason: 'It is not its time yet, or it was given up.' });
});

test('a deferred step is given back without using up a try', async () => {
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find', handle: deferring('A sync started by hand is running.') }]),
  ]);
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
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: failingHalfWay }])]);
  const id = await world.start();
  await world.work(id, 'find');
  expect(await world.rows('SELECT name FROM training_provider')).toEqual([{ name: 'Invented Academy' }]);
  expect(await world.statuses(id)).toEqual({ find: 'failed' });
});

test('bug 46 an alert that cannot be written does not hide the failure', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: failing('No.') }])]);
  world.engine.notices.runNeedsPeople = async (transaction) => void (await transaction.query('SELECT * FROM no_such_table'));
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'failed', error_message: 'No.' });
});
