import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { StepFailedError } from '../../../src/workflow/step-handler.js';
import { done } from '../../support/chain-world.js';
import { somebody } from '../../support/known-callers.js';
import { type ServedChains, serveChains } from '../../support/test-chains.js';
import { type ActsWorld, createActsWorld, type Row } from '../course-runs/acts-world.js';

const QUERY = `mutation ($input: IncidentRequeueInput!) { incidentRequeue(input: $input) { __typename
  ... on IncidentRequeueSuccess { sentence incident { status } chainRun { number status resumedFrom { number } } syncBatch { onlySsgRunId } }
  ... on ActError { code message remedy path } ... on AlreadyRunningError { chainRunNumber } ... on SyncRunningError { syncBatchId } } }`;
const incidentId = (id: string) => globalIdOf('Incident', id);

interface IncidentValues {
  providerId: string | null;
  runsTouched?: string[];
  chainRunId?: string | null;
  closed?: boolean;
}

const INSERT = `
  INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, recent_at, runs_touched, last_chain_log_id, first_seen_at, last_seen_at, status, closed_at)
  VALUES ($1::uuid, $2, $1::uuid::text, 'SsgUnavailableError', 'SSG is away', 'No answer.', ARRAY[now()], $3, $4, now(), now(), $5, CASE WHEN $5 = 'closed' THEN now() END)`;

async function addIncident(
  world: { rows(sql: string, values?: unknown[]): Promise<unknown>; newId: () => string },
  { providerId, runsTouched = [], chainRunId = null, closed = false }: IncidentValues,
): Promise<string> {
  const id = world.newId();
  await world.rows(INSERT, [id, providerId, runsTouched, chainRunId, closed ? 'closed' : 'open']);
  return id;
}

describe('S1.19 an incident that a chain run met', () => {
  let world: ServedChains;
  beforeEach(async () => {
    world = await serveChains();
  });
  afterEach(() => world.close());

  const requeue = async (id: string, idempotencyKey: string | null = null) =>
    (
      await world.read<{ incidentRequeue: Row & { chainRun: Row } }>(QUERY, {
        input: { incidentId: incidentId(id), idempotencyKey },
      })
    ).incidentRequeue;
  const add = (values: Partial<IncidentValues>) =>
    addIncident({ rows: world.rows, newId: world.deps.newId }, { providerId: world.providerId, ...values });

  /** A run that failed at its second step. */
  async function failedRun(): Promise<string> {
    world.script.sync = async () => Promise.reject(new StepFailedError('SSG refused.', { retryable: false }));
    const number = await world.start();
    await world.drive();
    expect(await world.run(number)).toMatchObject({ status: 'failed' });
    world.script.sync = async () => done;
    return number;
  }

  test('S1.19 S4.11 goes on from where it failed, once for a key, and it is on record', async () => {
    const failed = await failedRun();
    const id = await add({ chainRunId: failed, runsTouched: ['850001'] });
    const answer = await requeue(id, 'again-1');
    expect(answer).toMatchObject({
      __typename: 'IncidentRequeueSuccess',
      sentence: expect.stringContaining(`Chain run ${failed} goes on from where it failed`),
      incident: { status: 'OPEN' },
      chainRun: { status: 'RUNNING', resumedFrom: { number: failed } },
      syncBatch: null,
    });
    expect(await requeue(id, 'again-1')).toEqual(answer);
    const number = String(answer.chainRun['number']);
    expect(await requeue(id)).toMatchObject({ code: 'ALREADY_RUNNING', chainRunNumber: number, remedy: expect.any(String) });
    expect(await world.rows('SELECT FROM task_chain_logs')).toHaveLength(2);
    expect(await world.rows('SELECT action, entity_id, after FROM audit_trail ORDER BY id')).toEqual([
      {
        action: 'chain_run.resume',
        entity_id: null,
        after: { resumes: failed, from: 'failure', incident: id, chainRun: number },
      },
      { action: 'incident.requeue', entity_id: id, after: { chainRun: number } },
    ]);
    await world.drive();
    expect(await world.run(number)).toMatchObject({ status: 'completed' });
  });

  test('S1.19 that cannot go on and touched nothing is refused with what to do instead', async () => {
    const number = await world.start();
    await world.drive();
    expect(await requeue(await add({ chainRunId: number }))).toMatchObject({
      code: 'REFUSED',
      path: ['input', 'incidentId'],
      remedy: expect.stringContaining('Start a new run'),
    });
    const failed = await failedRun();
    world.clock.now += 13 * 60 * 60 * 1000;
    expect(await requeue(await add({ chainRunId: failed }))).toMatchObject({ remedy: 'Run the chain from its beginning.' });
    expect(await requeue(await add({ chainRunId: failed, closed: true }))).toMatchObject({ code: 'REFUSED' });
    expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
  });
});

/** A sync that lasts until the server stops it. */
const stopped = (signal: AbortSignal | undefined) =>
  new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

describe('S1.19 an incident that no chain run met', () => {
  let world: ActsWorld;
  let begun: unknown[];
  const BATCH = '01990000-0000-7000-8000-000000000001';
  beforeEach(async () => {
    begun = [];
    world = await createActsWorld({
      beginSync: async (_deps, input, options) => {
        begun.push(input);
        if (begun.length > 1)
          return { kind: 'already_running', batchId: BATCH, runId: 'upcoming_1', startedAt: '2026-03-02T00:00:00Z' };
        await world.rows(
          `INSERT INTO sync_batch (id, provider_id, run_id, trigger, today, threshold_days, owner_token, only_course_run_id) VALUES ($1, $2, 'upcoming_1', 'http', '2026-03-02', 21, $1, $3)`,
          [BATCH, world.providerId, input.onlySsgRunId ?? null],
        );
        return { kind: 'begun', batchId: BATCH, runId: 'upcoming_1', continued: false, finished: stopped(options?.signal) };
      },
    });
  });
  afterEach(() => world.close());

  const requeue = (id: string, by?: Record<string, string>) =>
    world.act<Row>('incidentRequeue', QUERY, { incidentId: incidentId(id) }, by);
  const add = (values: Partial<IncidentValues>) =>
    addIncident({ rows: world.rows, newId: world.api.deps.newId }, { providerId: world.providerId, ...values });

  test('S1.19 has its run read from SSG again; where a sync is at work that one is told', async () => {
    const id = await add({ runsTouched: ['850001'] });
    expect(await requeue(id)).toMatchObject({
      sentence: 'Run 850001 is read from SSG again.',
      chainRun: null,
      syncBatch: { onlySsgRunId: '850001' },
    });
    expect(begun).toEqual([{ providerId: world.providerId, trigger: 'http', onlySsgRunId: '850001' }]);
    expect(await requeue(id)).toMatchObject({ code: 'SYNC_RUNNING', syncBatchId: globalIdOf('SyncBatch', BATCH) });
    expect(await world.rows('SELECT action, actor_id, after FROM audit_trail')).toEqual([
      { action: 'incident.requeue', actor_id: world.people.clerk, after: { syncBatch: BATCH } },
    ]);
  });

  test('S1.19 has all runs read again where it touched several', async () => {
    expect(await requeue(await add({ runsTouched: ['850001', '850002'] }))).toMatchObject({
      sentence: expect.stringContaining('touched 2 runs'),
      syncBatch: { onlySsgRunId: null },
    });
  });

  test('X6 of another provider, or of the installation, is not there; a key must be allowed both', async () => {
    const id = await add({ runsTouched: ['850001'] });
    const elsewhere = await world.addProvider('202000001A');
    const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'operations'));
    const missing = await requeue(world.api.deps.newId(), stranger);
    expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'incidentId'] });
    expect(await requeue(id, stranger)).toEqual(missing);
    expect(await requeue(await add({ providerId: null }))).toEqual(missing);
    const key = (only: ('chain_run.resume' | 'course_run.sync')[]) =>
      world.callers.as({
        kind: 'api_key',
        id: world.api.deps.newId(),
        name: 'a key',
        grants: [{ providerId: world.providerId, roles: ['integrator'], only }],
      });
    await expect(requeue(id, key(['course_run.sync']))).rejects.toThrow(/FORBIDDEN/);
    expect(await requeue(id, key(['chain_run.resume']))).toMatchObject({ code: 'FORBIDDEN' });
    expect(begun).toEqual([]);
    expect(await requeue(id, key(['chain_run.resume', 'course_run.sync']))).toMatchObject({
      __typename: 'IncidentRequeueSuccess',
    });
  });
});
