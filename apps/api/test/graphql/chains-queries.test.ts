import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../src/contract/global-id.js';
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
const fails = async () =>
  Promise.reject(new StepFailedError('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false }));

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
      expect.objectContaining({
        name: 'tell',
        tier: 3,
        needs: [{ step: 'sync', kind: 'SOFT' }],
        required: false,
        prerequisites: [],
      }),
    ],
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
    const query =
      'query ($after: String) { chainRuns(first: 2, after: $after) { totalCount nodes { number } pageInfo { hasNextPage endCursor } } }';
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
    expect(await world.read('query ($id: ID!) { chainRun(id: $id) { number } }', { id: chainRun.id })).toEqual({
      chainRun: { number: id },
    });
    for (const other of ['0', '999999', 'x', '99999999999999999999', "1' OR 1=1", Buffer.from('Course:1').toString('base64')])
      expect(await world.read('query ($id: ID!) { chainRun(id: $id) { number } }', { id: other })).toEqual({ chainRun: null });
  });

  test('a run of a chain that is not declared any more can still be read', async () => {
    const id = await world.start();
    await world.rows(`UPDATE task_chain_logs SET chain_name = 'former' WHERE id = $1`, [id]);
    expect(
      await world.read(
        `{ chainRun(id: "${id}") { chainName chain { name } predictedFinishAt resumePreview { verdict reason remedy } } }`,
      ),
    ).toEqual({
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
      chainRun: {
        events: { totalCount: number; endNumber: number | null; hasNextPage: boolean; nodes: { number: number; kind: string }[] };
      };
    }
    const query =
      'query ($id: ID!, $after: Int) { chainRun(id: $id) { events(first: 3, after: $after) { totalCount endNumber hasNextPage nodes { number kind step message } } } }';
    const kinds: string[] = [];
    let after: number | null = null;
    for (let more = true; more; ) {
      const { chainRun }: Events = await world.read<Events>(query, { id, after });
      kinds.push(...chainRun.events.nodes.map(({ kind }) => kind));
      expect(chainRun.events.totalCount).toBe(8);
      after = chainRun.events.endNumber;
      more = chainRun.events.hasNextPage;
    }
    expect(kinds).toEqual([
      'run_started',
      'step_started',
      'step_completed',
      'step_started',
      'step_completed',
      'step_started',
      'step_completed',
      'run_completed',
    ]);
    expect((await world.read<Events>(query, { id, after: 99 })).chainRun.events).toEqual({
      totalCount: 8,
      endNumber: null,
      hasNextPage: false,
      nodes: [],
    });
  });
});

test('workers that live, and not those that died', async () => {
  await world.rows(
    `INSERT INTO worker (id, name, heartbeat_at, draining) VALUES (gen_random_uuid(), 'host-a:1', now(), false), (gen_random_uuid(), 'host-b:2', now() - interval '1 hour', false)`,
  );
  expect(await world.read('{ workers { name draining steps } }')).toEqual({
    workers: [{ name: 'host-a:1', draining: false, steps: 0 }],
  });
});

test('runs, schedules and steps are nodes', async () => {
  await world.start();
  const { schedules, chainRuns } = await world.read<{
    schedules: { nodes: { id: string }[] };
    chainRuns: { nodes: { id: string; steps: { id: string }[] }[] };
  }>('{ schedules(first: 1) { nodes { id } } chainRuns { nodes { id steps { id } } } }');
  const run = chainRuns.nodes[0];
  const unfindable = ['0', '999', '99999999999999999999', 'x'].map((id) => globalIdOf('ChainRun', id));
  const ids = [schedules.nodes[0]?.id, run?.steps[0]?.id, run?.id, ...unfindable];
  expect(await world.read('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids })).toEqual({
    nodes: [{ __typename: 'Schedule' }, { __typename: 'ChainStepRun' }, { __typename: 'ChainRun' }, null, null, null, null],
  });
});
