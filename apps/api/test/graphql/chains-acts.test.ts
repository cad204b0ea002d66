import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StepFailedError } from '../../src/workflow/step-handler.js';
import { done } from '../support/chain-world.js';
import { type ServedChains, serveChains, WORLD_UEN } from '../support/test-chains.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

const FAILURE = '... on ActError { code message remedy path } ... on AlreadyRunningError { chainRunId chainRunNumber }';
const RUN = 'number status trigger mode dryRun requestedBy resumedFrom { number } steps { step status reason leftOut }';

interface Run {
  number: string;
  status: string;
  resumedFrom: { number: string } | null;
  steps: { step: string; status: string; leftOut: boolean }[];
}
type Acted = { __typename: string; chainRun?: Run } & Record<string, unknown>;

/** Asks for an act on a chain run, and gives what became of it. */
async function act(name: string, input: Record<string, unknown>): Promise<Acted> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const data = await world.read<Record<string, Acted>>(
    `mutation ($input: ${type}Input!) { act: ${name}(input: $input) { __typename ... on ${type}Success { chainRun { ${RUN} } } ${FAILURE} } }`,
    { input },
  );
  return data.act as Acted;
}

const start = (input: Record<string, unknown> = {}) => act('chainRunStart', { chain: 'nightly', provider: WORLD_UEN, ...input });
const fails = async () => Promise.reject(new StepFailedError('SSG refused.', { retryable: false }));
const statusesOf = (acted: Acted) => Object.fromEntries((acted.chainRun?.steps ?? []).map(({ step, status }) => [step, status]));
const audit = (action: string) => world.rows('SELECT actor_type, actor_role, entity_type, provider_id, after, reason FROM audit_trail WHERE action = $1 ORDER BY id', [action]);

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
        actor_role: 'api_key',
        entity_type: 'chain_run',
        provider_id: world.providerId,
        after: { chain: 'nightly', chainRun: acted.chainRun?.number, mode: null, dryRun: false, fromStep: null, onlyStep: null },
        reason: 'by external',
      },
    ]);
    await world.drive();
    expect((await world.run(acted.chainRun?.number ?? ''))['status']).toBe('completed');
  });

  test('a chain of the whole installation has no provider; a dry run runs beside another one', async () => {
    expect(await act('chainRunStart', { chain: 'tidy' })).toMatchObject({ __typename: 'ChainRunStartSuccess' });
    expect(await act('chainRunStart', { chain: 'tidy', dryRun: true })).toMatchObject({ chainRun: { dryRun: true } });
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
    expect(new Set(outcomes.map((outcome) => outcome.chainRunNumber ?? outcome.chainRun?.number))).toEqual(new Set([began[0]?.chainRun?.number]));
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['an unknown chain', { chain: 'nothing' }, { code: 'NOT_FOUND', path: ['input', 'chain'], remedy: 'The chains are nightly, tidy.' }],
    ['an unknown provider', { provider: '201104064W' }, { code: 'NOT_FOUND', path: ['input', 'provider'] }],
    ['no provider where one is needed', { provider: null }, { code: 'INVALID_INPUT', path: ['input'], remedy: 'Name the provider.' }],
    ['a provider where none belongs', { chain: 'tidy' }, { code: 'INVALID_INPUT', remedy: 'Leave the provider out.' }],
    ['a mode that the chain does not know', { chain: 'tidy', provider: null, mode: 'INCREMENTAL' }, { code: 'INVALID_INPUT', remedy: 'Its modes are full.' }],
    ['two beginnings', { fromStep: 'find', onlyStep: 'sync' }, { code: 'INVALID_INPUT', remedy: 'Give one of them.' }],
    ['a step that is not there', { fromStep: 'nothing' }, { code: 'INVALID_INPUT', remedy: 'Its steps are find, sync, tell.' }],
    ['a step without results to begin from', { fromStep: 'sync' }, { code: 'REFUSED', remedy: 'Start the whole chain.', path: [] }],
  ])('%s', async (_case, input, failure) => {
    expect(await start(input)).toMatchObject({ ...failure, message: expect.stringMatching(/\.$/) });
    expect(await world.rows('SELECT FROM task_chain_logs')).toEqual([]);
    expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
  });
});

describe('S4.11 chainRunStart at a step', () => {
  test('takes the results of the newest run for what comes before, and its day', async () => {
    world.script.find = async () => ({ ...done, kind: 'completed', counts: { found: 7 }, message: 'Seven.', output: { batch: 'b1' } });
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
    expect(await world.rows(`SELECT today::text, (SELECT counts FROM task_chain_steps WHERE chain_log_id = run.id AND step = 'find') AS counts FROM task_chain_logs AS run WHERE id = $1`, [id])).toEqual([
      { today: '2026-03-01', counts: { found: 7 } },
    ]);
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

describe('chainRunCancel', () => {
  test('asks once, however often it is asked, and is recorded once', async () => {
    const id = await world.start();
    world.script.find = (context) => new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
    const working = world.work(id, 'find');
    await expect.poll(() => world.statuses(id)).toMatchObject({ find: 'running' });
    expect(await act('chainRunCancel', { chainRunId: id, reason: 'The wrong day.' })).toMatchObject({ __typename: 'ChainRunCancelSuccess', chainRun: { status: 'RUNNING' } });
    expect(await act('chainRunCancel', { chainRunId: id })).toMatchObject({ __typename: 'ChainRunCancelSuccess' });
    await working;
    expect(await world.run(id)).toMatchObject({ status: 'cancelled', cancel_requested_by: 'external' });
    expect(await audit('chain_run.cancel')).toEqual([expect.objectContaining({ after: { chainRun: id, reason: 'The wrong day.' }, reason: 'by external' })]);
    expect(await act('chainRunCancel', { chainRunId: id })).toMatchObject({ code: 'REFUSED', remedy: expect.stringContaining('nothing left to cancel') });
  });

  test.each(['999999', '0', 'nonsense', '1; DROP TABLE course'])('there is no chain run %s', async (chainRunId) => {
    for (const [name, more] of [['chainRunCancel', {}], ['chainRunResume', {}], ['chainRunApprove', { decision: 'REJECT' }]] as const)
      expect(await act(name, { chainRunId, ...more })).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['input', 'chainRunId'] });
  });
});

describe('chainRunResume', () => {
  test('does the failed step again in a new run, named by number or by global id', async () => {
    world.script.sync = fails;
    const id = await world.start();
    await world.drive();
    world.script.sync = async () => done;
    const { chainRun } = await world.read<{ chainRun: { id: string } }>(`{ chainRun(id: "${id}") { id } }`);
    const acted = await act('chainRunResume', { chainRunId: chainRun.id });
    expect(acted).toMatchObject({ __typename: 'ChainRunResumeSuccess', chainRun: { trigger: 'RESUME', requestedBy: 'external', resumedFrom: { number: id } } });
    expect(statusesOf(acted)).toEqual({ find: 'REUSED', sync: 'READY', tell: 'WAITING' });
    expect(await act('chainRunResume', { chainRunId: id })).toMatchObject({ code: 'ALREADY_RUNNING', chainRunNumber: acted.chainRun?.number });
    await world.drive();
    const read = await world.read(`{ chainRun(id: "${id}") { resolvedBy { number } resumptions { number } } }`);
    expect(read).toEqual({ chainRun: { resolvedBy: { number: acted.chainRun?.number }, resumptions: [{ number: acted.chainRun?.number }] } });
    expect(statusesOf(await act('chainRunResume', { chainRunId: acted.chainRun?.number, fromStep: 'tell' }))).toMatchObject({ sync: 'REUSED', tell: 'READY' });
  });

  test('everything again', async () => {
    world.script.sync = fails;
    const id = await world.start();
    await world.drive();
    expect(statusesOf(await act('chainRunResume', { chainRunId: id, all: true }))).toEqual({ find: 'READY', sync: 'WAITING', tell: 'WAITING' });
  });

  test('a run at work, a complete one, an unknown step and two beginnings are refused with what to do', async () => {
    const id = await world.start();
    expect(await act('chainRunResume', { chainRunId: id })).toMatchObject({ code: 'REFUSED', remedy: 'Wait for its end, or cancel it first.' });
    await world.drive();
    expect(await act('chainRunResume', { chainRunId: id })).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('complete') });
    expect(await act('chainRunResume', { chainRunId: id, fromStep: 'nothing' })).toMatchObject({ code: 'REFUSED', remedy: 'Name one of find, sync, tell.' });
    expect(await act('chainRunResume', { chainRunId: id, fromStep: 'find', all: true })).toMatchObject({ code: 'INVALID_INPUT' });
    world.clock.now += 13 * 60 * 60 * 1000;
    expect(await act('chainRunResume', { chainRunId: id, fromStep: 'sync' })).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('too old') });
  });
});

describe('bug 49 chainRunApprove', () => {
  beforeEach(() => {
    world.script.sync = async ({ step }) =>
      step.approved ? done : { kind: 'awaiting_approval', sentence: 'It would cancel 12.', counts: { cancels: 12, removals: 0, touched: 40 }, samples: [] };
  });

  test('lets the step go on; the second decision is refused', async () => {
    const id = await world.start();
    await world.drive();
    expect(await act('chainRunApprove', { chainRunId: id, decision: 'APPROVE', note: 'Looked at it.' })).toMatchObject({
      __typename: 'ChainRunApproveSuccess',
      chainRun: { status: 'RUNNING' },
    });
    expect(await act('chainRunApprove', { chainRunId: id, decision: 'REJECT' })).toMatchObject({ code: 'REFUSED', remedy: expect.stringContaining('already') });
    await world.drive();
    const { chainRun } = await world.read(`{ chainRun(id: "${id}") { status steps { approvals { status decidedBy note decidedAt } } } }`);
    expect(chainRun).toMatchObject({
      status: 'COMPLETED',
      steps: [{ approvals: [] }, { approvals: [{ status: 'APPROVED', decidedBy: 'external', note: 'Looked at it.', decidedAt: expect.any(String) }] }, { approvals: [] }],
    });
  });

  test('of an approval and a rejection at once one wins', async () => {
    const id = await world.start();
    await world.drive();
    const outcomes = await Promise.all(['APPROVE', 'REJECT'].map((decision) => act('chainRunApprove', { chainRunId: id, decision })));
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['ChainRunApproveSuccess', 'RefusedError']);
  });

  test('rejected, the step is cancelled', async () => {
    const id = await world.start();
    await world.drive();
    expect(statusesOf(await act('chainRunApprove', { chainRunId: id, decision: 'REJECT' }))).toMatchObject({ sync: 'CANCELLED' });
  });
});

describe('schedules', () => {
  const FIELDS = 'cron timeZone overlapPolicy catchUpHours fullWeekdays paused pausedReason nextTicks { local }';
  const idOf = async (name: string) => {
    const { schedules } = await world.read<{ schedules: { nodes: { id: string; name: string }[] } }>('{ schedules { nodes { id name } } }');
    return schedules.nodes.find((node) => node.name === name)?.id ?? '';
  };
  const change = async (name: 'scheduleUpdate' | 'schedulePause', input: Record<string, unknown>) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    return world.read(`mutation ($input: ${type}Input!) { act: ${name}(input: $input) { __typename ... on ${type}Success { schedule { ${FIELDS} } } ... on ActError { code message remedy path } } }`, { input });
  };

  test('scheduleUpdate changes what is given and nothing else, with its audit', async () => {
    const scheduleId = await idOf('nightly');
    expect(await change('scheduleUpdate', { scheduleId, cron: '30 3 * * 1', fullWeekdays: [5, 1, 5] })).toMatchObject({
      act: { schedule: { cron: '30 3 * * 1', timeZone: 'Asia/Singapore', fullWeekdays: [1, 5], catchUpHours: 6, nextTicks: { 0: { local: 'Mon 2026-03-09 03:30 +08:00' } } } },
    });
    expect(await change('scheduleUpdate', { scheduleId, timeZone: 'UTC', overlapPolicy: 'BUFFER_ONE', catchUpHours: 12 })).toMatchObject({
      act: { schedule: { cron: '30 3 * * 1', timeZone: 'UTC', overlapPolicy: 'BUFFER_ONE', catchUpHours: 12 } },
    });
    const entries = await world.rows(`SELECT actor_type, reason, before ->> 'cron' AS before, after ->> 'cron' AS after FROM audit_trail WHERE action = 'schedule.update' ORDER BY id`);
    expect(entries[0]).toEqual({ actor_type: 'api_key', reason: 'by external', before: '0 2 * * *', after: '30 3 * * 1' });
    expect(entries).toHaveLength(2);
  });

  test('null means none for the cron of a step, and is refused for a chain', async () => {
    const step = await idOf('find');
    await change('scheduleUpdate', { scheduleId: step, cron: '0 6 * * *' });
    expect(await change('scheduleUpdate', { scheduleId: step, cron: null })).toMatchObject({ act: { schedule: { cron: null } } });
    expect(await change('scheduleUpdate', { scheduleId: await idOf('nightly'), cron: null })).toMatchObject({
      act: { code: 'REFUSED', message: expect.stringContaining('pause it instead') },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a cron of six fields', { cron: '0 0 2 * * *' }, 'must have five fields'],
    ['a cron out of range', { cron: '0 25 * * *' }, 'is no cron expression'],
    ['a zone that is not there', { timeZone: 'Mars/Olympus' }, 'is no IANA time zone'],
    ['too long a catch-up', { catchUpHours: 169 }, 'the catch-up limit is 0 to 168 hours'],
    ['a day that the week does not have', { fullWeekdays: [7] }, 'weekdays are 0 (Sunday) to 6 (Saturday)'],
  ])('%s is refused by name', async (_case, wish, message) => {
    expect(await change('scheduleUpdate', { scheduleId: await idOf('nightly'), ...wish })).toMatchObject({
      act: { __typename: 'RefusedError', code: 'REFUSED', message: expect.stringContaining(message), remedy: expect.any(String) },
    });
    expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
  });

  test('schedulePause pauses with a reason, and lets it run again', async () => {
    const scheduleId = await idOf('nightly');
    expect(await change('schedulePause', { scheduleId, paused: true, reason: 'Migration.' })).toMatchObject({ act: { schedule: { paused: true, pausedReason: 'Migration.' } } });
    expect(await world.read('{ schedules(filter: { paused: true }) { totalCount } }')).toEqual({ schedules: { totalCount: 1 } });
    expect(await change('schedulePause', { scheduleId, paused: false })).toMatchObject({ act: { schedule: { paused: false, pausedReason: null } } });
  });

  test.each(['nonsense', Buffer.from('Schedule:not-a-row').toString('base64'), Buffer.from('Schedule:00000000-0000-7000-8000-000000000000').toString('base64')])(
    'there is no schedule %s',
    async (scheduleId) => {
      for (const [name, more] of [['scheduleUpdate', {}], ['schedulePause', { paused: true }]] as const)
        expect(await change(name, { scheduleId, ...more })).toMatchObject({ act: { code: 'NOT_FOUND', path: ['input', 'scheduleId'] } });
    },
  );
});

describe('S1.19 incidentNoteWrite', () => {
  const write = (incidentId: string, note: string) =>
    world.read('mutation ($input: IncidentNoteWriteInput!) { act: incidentNoteWrite(input: $input) { __typename ... on IncidentNoteWriteSuccess { incident { note } } ... on ActError { code message remedy path } } }', {
      input: { incidentId, note },
    });

  test('keeps the note and its audit; a later one takes its place', async () => {
    await world.rows(
      `INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, recent_at, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), $1, 'A', 'Error', 'Trouble', 'Odd.', '{}', now(), now())`,
      [world.providerId],
    );
    const { incidents } = await world.read<{ incidents: { nodes: { id: string }[] } }>('{ incidents { nodes { id } } }');
    const id = incidents.nodes[0]?.id ?? '';
    expect(await write(id, ' The certificate ran out. ')).toEqual({ act: { __typename: 'IncidentNoteWriteSuccess', incident: { note: 'The certificate ran out.' } } });
    await write(id, 'It is renewed by itself now.');
    const entries = await world.rows(`SELECT actor_type, before ->> 'note' AS before, after ->> 'note' AS after FROM audit_trail WHERE action = 'incident.note' ORDER BY id`);
    expect(entries[1]).toEqual({ actor_type: 'api_key', before: 'The certificate ran out.', after: 'It is renewed by itself now.' });
    expect(await write(id, '   ')).toMatchObject({ act: { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message: 'The note is empty.', path: ['input', 'note'] } });
  });

  test.each(['nonsense', Buffer.from('Incident:00000000-0000-7000-8000-000000000000').toString('base64')])('there is no incident %s', async (id) => {
    expect(await write(id, 'Anything.')).toMatchObject({ act: { __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['input', 'incidentId'] } });
  });
});
