import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StepFailedError } from '../../src/workflow/step-handler.js';
import { done } from '../support/chain-world.js';
import { act, type ServedChains, serveChains, statusesOf, WORLD_UEN } from '../support/test-chains.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

const start = (input: Record<string, unknown> = {}) =>
  act(world, 'chainRunStart', { chain: 'nightly', provider: WORLD_UEN, ...input });
const fails = async () => Promise.reject(new StepFailedError('SSG refused.', { retryable: false }));
const audit = (action: string) =>
  world.rows(
    'SELECT actor_type, actor_name, actor_role, entity_type, provider_id, after, reason FROM audit_trail WHERE action = $1 ORDER BY id',
    [action],
  );

describe('chainRunStart', () => {
  test('starts a run, tells workers of it, and writes who asked', async () => {
    const acted = await start({ provider: ` ${WORLD_UEN.toLowerCase()} ` });
    expect(acted).toMatchObject({
      __typename: 'ChainRunStartSuccess',
      chainRun: { status: 'RUNNING', trigger: 'MANUAL', mode: 'FULL', dryRun: false, requestedBy: 'external', resumedFrom: null },
    });
    expect(world.wakes).toEqual([{ chainRunId: acted.chainRun?.number, step: 'find' }]);
    expect(await audit('chain_run.start')).toEqual([
      {
        actor_type: 'api_key',
        actor_name: 'external',
        actor_role: 'integrator',
        entity_type: 'chain_run',
        provider_id: world.providerId,
        after: { chain: 'nightly', chainRun: acted.chainRun?.number, mode: null, dryRun: false, today: null, at: null },
        reason: null,
      },
    ]);
    await world.drive();
    expect((await world.run(acted.chainRun?.number ?? ''))['status']).toBe('completed');
  });

  test('tells other processes of its events once they are committed', async () => {
    const published: unknown[] = [];
    world.engine.events.publish = async (id, number) => {
      const [row] = await world.rows('SELECT last_event_number FROM task_chain_logs WHERE id = $1', [id]);
      published.push([id, number, row?.last_event_number]);
    };
    const id = (await start()).chainRun?.number;
    await act(world, 'chainRunCancel', { chainRunId: id });
    expect(published).toEqual([
      [id, 1, 1],
      [id, expect.any(Number), expect.any(Number)],
    ]);
  });

  test('a chain of the whole installation has no provider; a dry run runs beside another one', async () => {
    expect(await act(world, 'chainRunStart', { chain: 'tidy' })).toMatchObject({ __typename: 'ChainRunStartSuccess' });
    expect(await act(world, 'chainRunStart', { chain: 'tidy', dryRun: true })).toMatchObject({ chainRun: { dryRun: true } });
  });

  test('bug 48 while it runs, the answer names the run at work, and nothing begins or is recorded', async () => {
    const first = await start();
    expect(await start()).toEqual({
      __typename: 'AlreadyRunningError',
      code: 'ALREADY_RUNNING',
      message: `Chain run ${first.chainRun?.number} is in the way: it is running.`,
      remedy: 'Wait for its end, or cancel it first.',
      path: [],
      chainRunId: expect.any(String),
      chainRunNumber: first.chainRun?.number,
    });
    expect(await audit('chain_run.start')).toHaveLength(1);
  });

  test('of ten starts at once one begins', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => start()));
    const began = outcomes.filter(({ __typename }) => __typename === 'ChainRunStartSuccess');
    expect(began).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => outcome.chainRunNumber ?? outcome.chainRun?.number))).toEqual(
      new Set([began[0]?.chainRun?.number]),
    );
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'an unknown chain',
      { chain: 'nothing' },
      { code: 'NOT_FOUND', path: ['input', 'chain'], remedy: 'The chains are nightly, tidy.' },
    ],
    ['an unknown provider', { provider: '201104064W' }, { code: 'NOT_FOUND', path: ['input', 'provider'] }],
    [
      'no provider where one is needed',
      { provider: null },
      { code: 'INVALID_INPUT', path: ['input'], remedy: 'Name the provider.' },
    ],
    ['a provider where none belongs', { chain: 'tidy' }, { code: 'INVALID_INPUT', remedy: 'Leave the provider out.' }],
    [
      'a mode that the chain does not know',
      { chain: 'tidy', provider: null, mode: 'INCREMENTAL' },
      { code: 'INVALID_INPUT', remedy: 'Its modes are full.' },
    ],
    ['two beginnings', { fromStep: 'find', onlyStep: 'sync' }, { code: 'INVALID_INPUT', remedy: 'Give one of them.' }],
    ['a step that is not there', { fromStep: 'nothing' }, { code: 'INVALID_INPUT', remedy: 'Its steps are find, sync, tell.' }],
    [
      'a step without results to begin from',
      { fromStep: 'sync' },
      { code: 'REFUSED', remedy: 'Start the whole chain.', path: [] },
    ],
  ])('%s', async (_case, input, failure) => {
    expect(await start(input)).toMatchObject({ ...failure, message: expect.stringMatching(/\.$/) });
    expect(await world.rows('SELECT FROM task_chain_logs')).toEqual([]);
    expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
  });
});

describe('S4.11 chainRunStart at a step', () => {
  test('takes the results of the newest run for what comes before, and its day', async () => {
    world.script.find = async () => ({
      ...done,
      kind: 'completed',
      counts: { found: 7 },
      message: 'Seven.',
      output: { batch: 'b1' },
    });
    const earlier = await world.start({ mode: 'incremental', today: '2026-03-01' });
    await world.drive();
    let given: unknown;
    world.script.sync = async ({ outputs }) => {
      given = outputs;
      return done;
    };
    const acted = await start({ fromStep: 'sync' });
    expect(acted).toMatchObject({ chainRun: { trigger: 'MANUAL', mode: 'INCREMENTAL', resumedFrom: { number: earlier } } });
    expect(statusesOf(acted)).toEqual({ find: 'REUSED', sync: 'READY', tell: 'WAITING' });
    await world.drive();
    expect(given).toEqual({ find: { batch: 'b1' } });
    const id = acted.chainRun?.number ?? '';
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(
      await world.rows(
        `SELECT today::text, (SELECT counts FROM task_chain_steps WHERE chain_log_id = run.id AND step = 'find') AS counts FROM task_chain_logs AS run WHERE id = $1`,
        [id],
      ),
    ).toEqual([{ today: '2026-03-01', counts: { found: 7 } }]);
    expect(await world.events(id)).toContain('run_reuses');
  });

  test('from its failed step on it makes up for the failed run', async () => {
    world.script.sync = fails;
    const earlier = await world.start();
    await world.drive();
    world.script.sync = async () => done;
    const acted = await start({ fromStep: 'sync' });
    await world.drive();
    expect(await world.run(earlier)).toMatchObject({ status: 'failed', resolved_by_id: acted.chainRun?.number });
  });

  test('one step alone leaves the others out, and does not make up for what they failed at', async () => {
    world.script.tell = fails;
    const earlier = await world.start();
    await world.drive();
    expect((await world.run(earlier))['status']).toBe('partial');
    const acted = await start({ onlyStep: 'sync' });
    expect(acted).toMatchObject({ chainRun: { resumedFrom: null } });
    expect(statusesOf(acted)).toMatchObject({ find: 'REUSED', sync: 'READY' });
    expect(acted.chainRun?.steps.find(({ step }) => step === 'tell')).toMatchObject({ leftOut: true });
    await world.drive();
    expect(await world.run(acted.chainRun?.number ?? '')).toMatchObject({ status: 'completed' });
    expect(await world.run(earlier)).toMatchObject({ resolved_by_id: null });
  });

  test('bug 44 results that are too old are not used, nor those of a dry run, a skipped tick, another mode or another provider', async () => {
    await world.start({ dryRun: true });
    await world.drive();
    expect(await start({ fromStep: 'sync' })).toMatchObject({ code: 'REFUSED' });
    await world.start({ mode: 'incremental' });
    await world.drive();
    expect(await start({ fromStep: 'sync', mode: 'FULL' })).toMatchObject({
      code: 'REFUSED',
      message: 'nightly is not started at sync: no full run of the last 12 h has results to begin from.',
    });
    world.clock.now += 12 * 60 * 60 * 1000 + 1;
    expect(await start({ fromStep: 'sync' })).toMatchObject({ code: 'REFUSED', remedy: 'Start the whole chain.' });
  });

  test('a step whose need has no result is refused with what to ask for', async () => {
    world.script.find = fails;
    await world.start();
    await world.drive();
    expect(await start({ onlyStep: 'sync' })).toMatchObject({ code: 'REFUSED', remedy: 'Ask for find too.' });
  });

  test('while the chain runs it is not started at a step either', async () => {
    await world.start();
    await world.drive();
    const running = await world.start();
    expect(await start({ fromStep: 'sync' })).toMatchObject({ code: 'ALREADY_RUNNING', chainRunNumber: running });
  });
});
