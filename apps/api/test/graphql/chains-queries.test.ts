import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StepFailedError } from '../../src/workflow/step-handler.js';
import { done } from '../support/chain-world.js';
import { type ServedChains, serveChains, WORLD_UEN } from '../support/test-chains.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

const MINUTE = 60_000;
/** A step that takes so long by the world's clock. */
const takes = (minutes: number) => async () => {
  world.clock.now += minutes * MINUTE;
  return done;
};
const fails = async () => Promise.reject(new StepFailedError('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false }));

test('chains as they are declared', async () => {
  const { chain, chains } = await world.read(
    `{ chains { name scope modes } nothing: chain(name: "nothing") { name }
       chain(name: "nightly") { name title scope modes maxResumeAgeSeconds steps { name title tier needs { step kind } required upstream prerequisites retries timeoutSeconds } } }`,
  );
  expect(chains).toEqual([
    { name: 'nightly', scope: 'PROVIDER', modes: ['FULL', 'INCREMENTAL'] },
    { name: 'tidy', scope: 'SYSTEM', modes: ['FULL'] },
  ]);
  expect(chain).toEqual({
    name: 'nightly',
    title: 'Nightly',
    scope: 'PROVIDER',
    modes: ['FULL', 'INCREMENTAL'],
    maxResumeAgeSeconds: 43_200,
    steps: [
      {
        name: 'find',
        title: 'Find runs',
        tier: 1,
        needs: [],
        required: true,
        upstream: 'ssg',
        prerequisites: ['The provider has a course.'],
        retries: 0,
        timeoutSeconds: 60,
      },
      expect.objectContaining({ name: 'sync', tier: 2, needs: [{ step: 'find', kind: 'HARD' }], upstream: 'ssg' }),
      expect.objectContaining({ name: 'tell', tier: 3, needs: [{ step: 'sync', kind: 'SOFT' }], required: false, prerequisites: [] }),
    ],
  });
});

describe('schedules', () => {
  test('bug 58 X3 the next five ticks, in UTC and on the clock of the schedule', async () => {
    const { chain } = await world.read<{ chain: { schedules: { nodes: { nextTicks: unknown[] }[]; totalCount: number } } }>(
      '{ chain(name: "nightly") { schedules { totalCount nodes { name step timeZone paused chain { name } provider { uen } nextTicks { at local timeZone mode } } } } }',
    );
    expect(chain.schedules.totalCount).toBe(4);
    const [head, find] = chain.schedules.nodes;
    expect(head).toMatchObject({ name: 'nightly', step: null, timeZone: 'Asia/Singapore', paused: false, chain: { name: 'nightly' }, provider: { uen: WORLD_UEN } });
    expect(find).toMatchObject({ name: 'find', step: 'find', nextTicks: [] });
    expect(head?.nextTicks).toHaveLength(5);
    expect(head?.nextTicks[0]).toEqual({ at: '2026-03-02T18:00:00.000Z', local: 'Tue 2026-03-03 02:00 +08:00', timeZone: 'Asia/Singapore', mode: 'INCREMENTAL' });
    expect(head?.nextTicks[4]).toMatchObject({ local: 'Sat 2026-03-07 02:00 +08:00', mode: 'INCREMENTAL' });
  });

  test('a zone with summer time: the same hour all year, at another offset; a full run on its weekday', async () => {
    await world.rows(`UPDATE scheduled_tasks SET cron = '30 1 * * 0', time_zone = 'Europe/Berlin' WHERE name = 'nightly'`);
    const { schedules } = await world.read<{ schedules: { nodes: { nextTicks: unknown[] }[] } }>(
      '{ schedules(filter: { chain: "nightly" }) { nodes { nextTicks { at local mode } } } }',
    );
    expect(schedules.nodes[0]?.nextTicks.slice(2)).toEqual([
      { at: '2026-03-22T00:30:00.000Z', local: 'Sun 2026-03-22 01:30 +01:00', mode: 'FULL' },
      { at: '2026-03-29T00:30:00.000Z', local: 'Sun 2026-03-29 01:30 +01:00', mode: 'FULL' },
      { at: '2026-04-04T23:30:00.000Z', local: 'Sun 2026-04-05 01:30 +02:00', mode: 'FULL' },
    ]);
  });

  test('UTC has an offset too', async () => {
    await world.rows(`UPDATE scheduled_tasks SET time_zone = 'UTC' WHERE name = 'tidy'`);
    const { schedules } = await world.read<{ schedules: { nodes: { nextTicks: { local: string }[] }[] } }>(
      '{ schedules(filter: { chain: "tidy" }) { nodes { nextTicks { local } } } }',
    );
    expect(schedules.nodes[0]?.nextTicks[0]?.local).toBe('Mon 2026-03-02 02:00 +00:00');
  });

  test.each([
    ['', 6],
    ['(filter: { provider: "201999999Z" })', 4],
    ['(filter: { provider: "201104064W" })', 0],
    ['(filter: { chain: "tidy", paused: false })', 2],
    ['(filter: { paused: true })', 0],
  ])('schedules%s finds %i', async (filter, count) => {
    expect(await world.read(`{ schedules${filter} { totalCount } }`)).toEqual({ schedules: { totalCount: count } });
  });

  test('a schedule of a chain that is not declared any more is still shown', async () => {
    await world.rows(`UPDATE scheduled_tasks SET task_chain = 'former' WHERE name = 'tidy'`);
    expect(await world.read('{ schedules(filter: { chain: "former" }) { nodes { name chain { name } nextTicks { at } } } }')).toEqual({
      schedules: { nodes: [{ name: 'tidy', chain: null, nextTicks: [] }] },
    });
  });
});

describe('chain runs', () => {
  test('a run with everything about it', async () => {
    world.script.find = takes(2);
    world.script.sync = async () => ({ kind: 'completed', counts: { read: 3 }, message: 'Three runs read.' });
    const id = await world.start({ mode: 'incremental' });
    await world.drive();
    const { chainRun } = await world.read(
      `{ chainRun(id: "${id}") { number chainName chain { title } provider { uen } schedule { name } status trigger mode dryRun requestedBy today dueAt startedAt completedAt durationSeconds
         currentStep stepsCompleted reason error remedy progress { steps done failed ahead } callsMade callsPredicted predictedFinishAt waitingApproval { sentence } resumedFrom { number } resolvedBy { number } resumptions { number }
         steps { step tier status reason required attempt counts warnings startedAt completedAt worker progress { done } } } }`,
    );
    expect(chainRun).toEqual({
      number: id,
      chainName: 'nightly',
      chain: { title: 'Nightly' },
      provider: { uen: WORLD_UEN },
      schedule: null,
      status: 'COMPLETED',
      trigger: 'MANUAL',
      mode: 'INCREMENTAL',
      dryRun: false,
      requestedBy: 'test',
      today: '2026-03-02',
      dueAt: null,
      startedAt: '2026-03-02T00:00:00.000Z',
      completedAt: '2026-03-02T00:02:00.000Z',
      durationSeconds: 120,
      currentStep: null,
      stepsCompleted: ['find', 'sync', 'tell'],
      reason: 'All steps ended well: 3 done, 0 reused, 0 left out.',
      error: null,
      remedy: null,
      progress: { steps: 3, done: 3, failed: 0, ahead: 0 },
      callsMade: 0,
      callsPredicted: null,
      predictedFinishAt: null,
      waitingApproval: null,
      resumedFrom: null,
      resolvedBy: null,
      resumptions: [],
      steps: [
        {
          step: 'find',
          tier: 1,
          status: 'COMPLETED',
          reason: 'Done.',
          required: true,
          attempt: 1,
          counts: {},
          warnings: 0,
          startedAt: '2026-03-02T00:00:00.000Z',
          completedAt: '2026-03-02T00:02:00.000Z',
          worker: 'worker-1',
          progress: null,
        },
        expect.objectContaining({ step: 'sync', reason: 'Three runs read.', counts: { read: 3 } }),
        expect.objectContaining({ step: 'tell', required: false }),
      ],
    });
  });

  test('newest first, page by page, each once; a new run does not move the pages', async () => {
    const started: string[] = [];
    for (let count = 0; count < 5; count += 1) started.push(await world.start({ dryRun: true }));
    const query = 'query ($after: String) { chainRuns(first: 2, after: $after) { totalCount nodes { number } pageInfo { hasNextPage endCursor } } }';
    interface Page {
      chainRuns: { totalCount: number; nodes: { number: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const { chainRuns }: Page = await world.read<Page>(query, { after });
      if (after === null) await world.start({ dryRun: true });
      seen.push(...chainRuns.nodes.map(({ number }) => number));
      after = chainRuns.pageInfo.endCursor;
      more = chainRuns.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(started.toReversed());
  });

  test.each([
    ['provider: "201999999Z"', 2],
    ['provider: "201104064W"', 0],
    ['chain: "tidy"', 1],
    ['status: FAILED', 1],
    ['trigger: MANUAL, status: RUNNING', 2],
    ['trigger: SCHEDULE', 0],
  ])('chainRuns(filter: { %s }) finds %i', async (filter, count) => {
    world.script.find = fails;
    await world.start();
    await world.drive();
    await world.start();
    await world.start({ chain: 'tidy', providerId: null });
    expect(await world.read(`{ chainRuns(filter: { ${filter} }) { totalCount nodes { number } } }`)).toMatchObject({
      chainRuns: { totalCount: count, nodes: { length: count } },
    });
  });

  test('by number and by global id; what is neither, or nobody’s, finds nothing', async () => {
    const id = await world.start();
    const { chainRun } = await world.read<{ chainRun: { id: string } }>(`{ chainRun(id: "${id}") { id } }`);
    expect(await world.read('query ($id: ID!) { chainRun(id: $id) { number } }', { id: chainRun.id })).toEqual({ chainRun: { number: id } });
    for (const other of ['0', '999999', 'x', '99999999999999999999', "1' OR 1=1", Buffer.from('Course:1').toString('base64')])
      expect(await world.read('query ($id: ID!) { chainRun(id: $id) { number } }', { id: other })).toEqual({ chainRun: null });
  });

  test('a run of a chain that is not declared any more can still be read', async () => {
    const id = await world.start();
    await world.rows(`UPDATE task_chain_logs SET chain_name = 'former' WHERE id = $1`, [id]);
    expect(await world.read(`{ chainRun(id: "${id}") { chainName chain { name } predictedFinishAt resumePreview { verdict reason remedy } } }`)).toEqual({
      chainRun: {
        chainName: 'former',
        chain: null,
        predictedFinishAt: null,
        resumePreview: { verdict: 'REFUSED', reason: expect.stringContaining('former'), remedy: expect.any(String) },
      },
    });
  });

  test('its events, page by page by their numbers', async () => {
    const id = await world.start();
    await world.drive();
    interface Events {
      chainRun: { events: { totalCount: number; endNumber: number | null; hasNextPage: boolean; nodes: { number: number; kind: string }[] } };
    }
    const query = 'query ($id: ID!, $after: Int) { chainRun(id: $id) { events(first: 3, after: $after) { totalCount endNumber hasNextPage nodes { number kind step message } } } }';
    const kinds: string[] = [];
    let after: number | null = null;
    for (let more = true; more; ) {
      const { chainRun }: Events = await world.read<Events>(query, { id, after });
      kinds.push(...chainRun.events.nodes.map(({ kind }) => kind));
      expect(chainRun.events.totalCount).toBe(8);
      after = chainRun.events.endNumber;
      more = chainRun.events.hasNextPage;
    }
    expect(kinds).toEqual(['run_started', 'step_started', 'step_completed', 'step_started', 'step_completed', 'step_started', 'step_completed', 'run_completed']);
    expect((await world.read<Events>(query, { id, after: 99 })).chainRun.events).toEqual({ totalCount: 8, endNumber: null, hasNextPage: false, nodes: [] });
    const tooMany = await world.ask(`{ chainRun(id: "${id}") { events(first: 101) { totalCount } } }`);
    expect(tooMany.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

test('bug 49 what waits for a person: the risk in a sentence, counts, samples', async () => {
  world.script.sync = async () => ({
    kind: 'awaiting_approval',
    sentence: 'It would cancel 12 enrolments of 40 (30 %).',
    counts: { cancels: 12, removals: 0, touched: 40 },
    samples: [{ entity: 'enrolment', key: '850001 ENR-1', before: 'Confirmed', after: 'Cancelled', reason: 'SSG says so.' }],
  });
  const id = await world.start();
  await world.drive();
  const approval = {
    step: 'sync',
    status: 'WAITING',
    sentence: 'It would cancel 12 enrolments of 40 (30 %).',
    counts: { cancels: 12, removals: 0, touched: 40 },
    samples: [{ entity: 'enrolment', key: '850001 ENR-1', before: 'Confirmed', after: 'Cancelled', reason: 'SSG says so.' }],
    decidedBy: null,
  };
  const fields = 'step status sentence counts { cancels removals touched } samples { entity key before after reason } decidedBy';
  expect(
    await world.read(`{ chainRun(id: "${id}") { status predictedFinishAt progress { ahead } waitingApproval { ${fields} } steps { step approvals { ${fields} } } } }`),
  ).toEqual({
    chainRun: {
      status: 'AWAITING_APPROVAL',
      predictedFinishAt: null,
      progress: { ahead: 2 },
      waitingApproval: approval,
      steps: [
        { step: 'find', approvals: [] },
        { step: 'sync', approvals: [approval] },
        { step: 'tell', approvals: [] },
      ],
    },
  });
});

describe('X21 the predicted finish', () => {
  const finish = async (id: string) =>
    (await world.read<{ chainRun: { predictedFinishAt: string | null } }>(`{ chainRun(id: "${id}") { predictedFinishAt } }`)).chainRun.predictedFinishAt;

  test('is the median of the last successes of the steps ahead', async () => {
    Object.assign(world.script, { find: takes(1), sync: takes(3), tell: takes(1) });
    await world.start();
    await world.drive();
    world.script.sync = takes(5);
    await world.start();
    await world.drive();
    const id = await world.start();
    const begin = world.clock.now;
    expect(await finish(id)).toBe(new Date(begin + 6 * MINUTE).toISOString());
    await world.work(id, 'find');
    expect(await finish(id)).toBe(new Date(begin + 6 * MINUTE).toISOString());
    const incremental = await world.start({ mode: 'incremental', dryRun: true });
    expect(await finish(incremental)).toBeNull();
  });

  test('calls ahead tell more than history', async () => {
    const id = await world.start();
    await world.rows(`UPDATE task_chain_steps SET calls_made = 4, calls_predicted = CASE step WHEN 'find' THEN 10 ELSE 4 END WHERE chain_log_id = $1`, [id]);
    const { chainRun } = await world.read(`{ chainRun(id: "${id}") { callsMade callsPredicted predictedFinishAt } }`);
    // Six calls ahead at the default pace of two seconds.
    expect(chainRun).toEqual({ callsMade: 12, callsPredicted: 18, predictedFinishAt: new Date(world.clock.now + 12_000).toISOString() });
  });

  test('nobody can say when a run in line is over', async () => {
    await world.start();
    expect(await finish(await world.start({ whileRunning: 'buffer' }))).toBeNull();
  });
});

test('bug 44 a preview says what a resume would reuse and redo, and offers a full run where results are too old', async () => {
  world.script.sync = fails;
  const id = await world.start();
  await world.drive();
  const preview = (args = '') =>
    world.read(`{ chainRun(id: "${id}") { status error remedy currentStep resumePreview${args} { verdict reason remedy reuse { step completedAt } redo { step } leaveOut { step reason } } } }`);
  expect(await preview()).toEqual({
    chainRun: {
      status: 'FAILED',
      error: 'SSG refused the certificate.',
      remedy: 'Renew it.',
      currentStep: 'sync',
      resumePreview: {
        verdict: 'RESUME',
        reason: null,
        remedy: null,
        reuse: [{ step: 'find', completedAt: '2026-03-02T00:00:00.000Z' }],
        redo: [{ step: 'sync' }, { step: 'tell' }],
        leaveOut: [],
      },
    },
  });
  expect(await preview('(all: true)')).toMatchObject({ chainRun: { resumePreview: { reuse: [], redo: { length: 3 } } } });
  expect(await preview('(fromStep: "find")')).toMatchObject({ chainRun: { resumePreview: { reuse: [], redo: { length: 3 } } } });
  expect(await preview('(fromStep: "nothing")')).toMatchObject({
    chainRun: { resumePreview: { verdict: 'REFUSED', reason: 'nightly has no step "nothing".', remedy: 'Name one of find, sync, tell.' } },
  });
  world.clock.now += 13 * 60 * MINUTE;
  expect(await preview()).toMatchObject({
    chainRun: { resumePreview: { verdict: 'FULL_RUN_OFFERED', reason: expect.stringContaining('too old'), remedy: expect.stringContaining('chainRunStart'), redo: [] } },
  });
});

test('workers that live, and not those that died', async () => {
  await world.rows(
    `INSERT INTO worker (id, name, heartbeat_at, draining) VALUES (gen_random_uuid(), 'host-a:1', now(), false), (gen_random_uuid(), 'host-b:2', now() - interval '1 hour', false)`,
  );
  expect(await world.read('{ workers { name draining steps } }')).toEqual({ workers: [{ name: 'host-a:1', draining: false, steps: 0 }] });
});

describe('incidents and messages', () => {
  const HOOK = 'https://hooks.example.org/services/an-invented-secret-path';

  beforeEach(async () => {
    const run = await world.start();
    await world.rows(
      `INSERT INTO incident (id, provider_id, fingerprint, upstream, error_class, endpoint, title, message, remedy, occurrences, recent_at, runs_touched, last_chain_log_id, first_seen_at, last_seen_at, note_requested_at)
       VALUES ('01980000-0000-7000-8000-000000000001', $1, 'ssg | A', 'ssg', 'SsgUnavailableError', 'GET /x', 'SSG is away', 'No answer.', 'Wait.', 4, ARRAY[now(), now()], ARRAY['850001'], $2, now() - interval '1 day', now(), now()),
              ('01980000-0000-7000-8000-000000000002', NULL, 'B', NULL, 'Error', NULL, 'Trouble', 'Odd.', NULL, 1, ARRAY[now()], '{}', NULL, now(), now() - interval '1 hour', NULL)`,
      [world.providerId, run],
    );
    await world.rows(
      `INSERT INTO alert_delivery (id, incident_id, kind, channel, recipient, subject, body, status, attempts, last_error)
       VALUES (gen_random_uuid(), '01980000-0000-7000-8000-000000000001', 'incident_opened', 'email', 'ops@example.org', 'Incident: SSG is away', 'A body.', 'dead', 10, '550 no mailbox <ops@example.org>'),
              (gen_random_uuid(), NULL, 'chain_failed', 'webhook', $1, 'Failed', 'A body.', 'pending', 0, NULL)`,
      [HOOK],
    );
  });

  test('with what they touched, and the messages about them', async () => {
    const { incidents } = await world.read<{ incidents: { nodes: unknown[] } }>(
      '{ incidents { totalCount nodes { title status upstream endpoint message remedy occurrences recentAt runsTouched noteRequestedAt note lastChainRun { status } provider { uen } deliveries { recipient lastError status attempts incident { title } } } } }',
    );
    expect(incidents).toMatchObject({ totalCount: 2, nodes: { length: 2 } });
    expect(incidents.nodes[0]).toMatchObject({
      title: 'SSG is away',
      status: 'OPEN',
      occurrences: 4,
      recentAt: [expect.any(String), expect.any(String)],
      runsTouched: ['850001'],
      noteRequestedAt: expect.any(String),
      note: null,
      lastChainRun: { status: 'RUNNING' },
      provider: { uen: WORLD_UEN },
      deliveries: [{ recipient: 'o***@example.org', lastError: '550 no mailbox <o***@example.org>', status: 'DEAD', attempts: 10, incident: { title: 'SSG is away' } }],
    });
    expect(incidents.nodes[1]).toMatchObject({ title: 'Trouble', lastChainRun: null, provider: null, deliveries: [] });
  });

  test.each([
    ['provider: "201999999Z"', 1],
    ['status: OPEN', 2],
    ['status: CLOSED', 0],
    ['noteRequested: true', 1],
    ['noteRequested: false', 1],
  ])('incidents(filter: { %s }) finds %i', async (filter, count) => {
    expect(await world.read(`{ incidents(filter: { ${filter} }) { totalCount nodes { id } } }`)).toMatchObject({
      incidents: { totalCount: count, nodes: { length: count } },
    });
  });

  test('messages show no address in full, and no body', async () => {
    const { text } = await world.ask('{ alertDeliveries { nodes { kind channel recipient subject status lastError createdAt nextAttemptAt sentAt } } }');
    expect(JSON.parse(text)).toMatchObject({
      data: { alertDeliveries: { nodes: expect.arrayContaining([expect.objectContaining({ channel: 'WEBHOOK', recipient: 'https://hooks.example.org/***' })]) } },
    });
    expect(text).not.toMatch(/an-invented-secret-path|ops@example|A body/);
    expect(await world.read('{ alertDeliveries(filter: { status: DEAD }) { totalCount } }')).toEqual({ alertDeliveries: { totalCount: 1 } });
    expect(await world.read('{ alertDeliveries(filter: { kind: "chain_failed" }) { totalCount } }')).toEqual({ alertDeliveries: { totalCount: 1 } });
  });
});

test('schedules, steps and incidents are nodes', async () => {
  await world.start();
  const { schedules, chainRuns } = await world.read<{ schedules: { nodes: { id: string }[] }; chainRuns: { nodes: { steps: { id: string }[] }[] } }>(
    '{ schedules(first: 1) { nodes { id } } chainRuns { nodes { steps { id } } } }',
  );
  const ids = [schedules.nodes[0]?.id, chainRuns.nodes[0]?.steps[0]?.id];
  expect(await world.read('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids })).toEqual({
    nodes: [{ __typename: 'Schedule' }, { __typename: 'ChainStepRun' }],
  });
});
