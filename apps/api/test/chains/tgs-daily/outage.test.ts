import { createSsgClient } from '@rollcall/ssg/client';
import { afterEach, expect, test } from 'vitest';
import { findRunsStep } from '../../../src/chains/tgs-daily/find-runs-step.js';
import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import type { Dependencies } from '../../../src/dependencies.js';
import { createOutageWatch, FAILURES_IN_A_ROW } from '../../../src/modules/sync/outage-watch.js';
import { ssgAuthentication } from '../../../src/upstream/ssg-authentication.js';
import { startTestChain } from '../../support/step-context.js';
import { createSyncWorld, type SyncWorld } from '../../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world?.close());

/** The same SSG, asked once where the installation would ask five times with pauses. */
function impatient(): Dependencies {
  const { settings } = world.deps;
  return {
    ...world.deps,
    ssg: {
      clientFor: (provider) => {
        const { auth, encryptionKey } = ssgAuthentication({
          credentials: settings.ssg.credentials,
          provider,
          speaksToSimulator: true,
          readFile: () => '',
          authorityFile: null,
        });
        return createSsgClient({
          baseUrl: `http://127.0.0.1:${world.simulator.port}`,
          auth,
          ...(encryptionKey && { encryptionKey }),
          environment: 'sandbox',
          retry: { maxAttempts: 1 },
        });
      },
    },
  };
}

const AWAY = { kind: 'status', status: 503, body: 'gateway' } as const;
const RUNS = 12;

test('where SSG is away the step stops after a few runs, and its next try does the rest and those that failed', async () => {
  world = await createSyncWorld({
    runs: Array.from({ length: RUNS }, (_, index) => ({ id: 850001 + index, startDate: '2026-03-09', enrolments: [{}] })),
    environment: { SSG_CONCURRENCY: '1' },
  });
  const chain = await startTestChain(impatient(), { providerId: world.providerId });
  await chain.work('find_runs', findRunsStep);
  world.simulator.faults.add({ operation: 'enrolments.search', fromCall: 3, effect: AWAY });
  await expect(chain.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject({
    name: 'StepFailedError',
    retryable: true,
    trouble: { upstream: 'ssg', errorClass: 'SsgUnavailableError', endpoint: 'enrolments.search' },
  });
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(2 + FAILURES_IN_A_ROW);
  world.simulator.faults.clear();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 })).toMatchObject({
    counts: { runsRead: RUNS, errors: 0 },
  });
});

test('a run that is being read when the step stops is no error: the next try reads it again', async () => {
  world = await createSyncWorld({
    runs: Array.from({ length: RUNS }, (_, index) => ({ id: 850001 + index, startDate: '2026-03-09', enrolments: [{}] })),
    environment: { SSG_CONCURRENCY: '2' },
  });
  const chain = await startTestChain(impatient(), { providerId: world.providerId });
  await chain.work('find_runs', findRunsStep);
  world.simulator.faults.add({ operation: 'enrolments.search', runId: '850001', effect: { kind: 'hold' } });
  world.simulator.faults.add({ operation: 'enrolments.search', fromCall: 2, effect: AWAY });
  await expect(chain.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject({ name: 'StepFailedError' });
  world.simulator.faults.clear();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 })).toMatchObject({
    counts: { runsRead: RUNS, errors: 0 },
  });
  const failed = world.logged.filter((line) => line.includes('course_run_sync_failed'));
  expect(failed.filter((line) => line.includes('850001'))).toEqual([]);
  expect(failed.length).toBeGreaterThan(0);
});

test('an answer in between, a refusal too, begins the count anew', async () => {
  world = await createSyncWorld({ runs: [{ id: 850001, startDate: '2026-03-09' }] });
  const client = impatient().ssg.clientFor({ id: world.providerId, uen: '201999999Z', code: '201999999Z-01' });
  world.simulator.faults.add({ operation: 'courseRuns.get', effect: AWAY });
  const away: unknown = await client.courseRuns.get('850001').catch((error: unknown) => error);
  await client.close();
  const watch = createOutageWatch();
  const verdicts = Array.from({ length: FAILURES_IN_A_ROW }, () => watch.failed(away));
  expect(verdicts).toEqual([false, false, false, false, true]);
  watch.answered();
  expect(watch.failed(away)).toBe(false);
  expect(watch.failed(new Error('Ours.'))).toBe(false);
  for (let index = 1; index < FAILURES_IN_A_ROW; index++) expect(watch.failed(away)).toBe(false);
});
