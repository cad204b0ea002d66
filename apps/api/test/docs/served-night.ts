import { startServer } from '../../src/http/server.js';
import { runExports } from '../../src/modules/exports/run-exports.js';
import { writeExportsJob } from '../../src/worker/jobs.js';
import { openEngine } from '../../src/worker/open-engine.js';
import { startWorker } from '../../src/worker/start-worker.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import { EXTERNAL_KEY } from '../http/test-api.js';
import { makeApiKey } from '../support/sign-in.js';
import { createSyncWorld, PROVIDER, type SyncWorld, TODAY } from '../support/sync-world.js';

/** What the keys of the examples may do. */
const SCOPES = [
  'training_provider.read',
  'course.read',
  'course_run.read',
  'course_run.set_class',
  'enrolment.read',
  'enrolment.remove',
  'enrolment.reassign',
  'learner.read',
  'sync.read',
  'change.read',
  'chain.read',
  'chain_run.start',
  'incident.read',
  'webhook.read',
  'webhook.manage',
  'export.start',
] as const;

/** A provider whose runs were synced, served over HTTP, and a worker for its chains. */
export interface ServedNight extends SyncWorld {
  url: string;
  port: number;
  uen: string;
  /** An API key of the provider. */
  key: string;
  externalKey: string;
  /** Sends an operation with the key. Throws where the answer has errors. */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Runs the night's chain to its end, as an operator would start it, and gives its number. */
  runChain(): Promise<string>;
}

/** Everything is real but SSG, which the simulator plays: API, keys, chains, events. */
export async function serveNight(): Promise<ServedNight> {
  const begun = Date.now();
  const world = await createSyncWorld({
    runs: Array.from({ length: 6 }, (_, run) => ({
      id: 860001 + run,
      startDate: `2026-03-${String(3 + run).padStart(2, '0')}`,
      enrolments: Array.from({ length: 3 }, (__, learner) => ({ referenceNumber: `ENR-2602-0000${run}${learner}` })),
    })),
    environment: { EXTERNAL_API_KEY_FOR_CLAWDBOT: EXTERNAL_KEY },
    // The world's day, on a clock that goes: batches are named by the moment at which they begin.
    overrides: { now: () => Date.parse(`${TODAY}T04:00:00Z`) + Date.now() - begun },
  });
  await world.sync();
  const open = openEngine(world.deps);
  const worker = await startWorker(open.engine, await open.queue(), {
    concurrency: 2,
    leaseMs: 30_000,
    sweepEveryMs: 500,
    recurring: [{ job: writeExportsJob, everyMs: 500, run: (signal) => runExports(world.deps, { signal }) }],
  });
  const server = await startServer(world.deps, { port: 0, engine: open.engine, events: open.hub });
  const { key } = await makeApiKey(world, { providerId: world.providerId, scopes: [...SCOPES] });
  return {
    ...world,
    url: server.url,
    port: server.port,
    uen: PROVIDER.uen,
    key,
    externalKey: EXTERNAL_KEY,
    ask: async <Data>(query: string, variables: Record<string, unknown> = {}) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    runChain: async () => {
      const outcome = await startChainRun(open.engine, {
        chain: 'tgs_daily',
        providerId: world.providerId,
        trigger: 'manual',
        requestedBy: 'test',
        mode: 'full',
      });
      if (outcome.kind !== 'started') throw new Error(outcome.kind);
      for await (const event of await open.hub.subscribe(outcome.chainRunId, 0)) if (event.kind === 'run_completed') break;
      return outcome.chainRunId;
    },
    close: async () => {
      await server.close();
      await worker.close();
      await open.close();
      await world.close();
    },
  };
}
