import express, { type Express, type RequestHandler } from 'express';
import { isRowId } from '../contract/global-id.js';
import type { Dependencies } from '../dependencies.js';
import { loggableError } from '../loggable-error.js';
import type { beginSync as realBeginSync } from '../modules/sync/begin-sync.js';
import { readBatch } from '../modules/sync/read-batch.js';
import type { SyncStart } from '../modules/sync/sync-input.js';
import { listProviders, type ProviderSettings } from '../modules/training-providers/find-provider.js';
import { answerMethodNotAllowed } from './answer-errors.js';
import { type ExternalInput, readExternalInput } from './external-input.js';
import { requireExternalKey } from './external-key.js';
import { Problem } from './problem.js';
import type { RunningSyncs } from './running-syncs.js';

const PATH = '/api/external/upcoming-course-runs';
const statusUrlOf = (batchId: string) => `${PATH}/${batchId}`;

export interface TriggerTools {
  beginSync: typeof realBeginSync;
  runningSyncs: RunningSyncs;
}

/** The HTTP trigger of the sync (S0.3) and the status of the batches it began. */
export function mountExternalTrigger(app: Express, deps: Dependencies, tools: TriggerTools): void {
  const key = requireExternalKey(deps.settings.externalApiKey);
  app
    .route(PATH)
    .post(key, express.json({ limit: '16kb', type: () => true }), trigger(deps, tools))
    .all(answerMethodNotAllowed('POST'));
  app.route(`${PATH}/:batchId`).get(key, status(deps)).all(answerMethodNotAllowed('GET, HEAD'));
}

interface Started {
  provider: string;
  start: SyncStart;
}

function trigger(deps: Dependencies, tools: TriggerTools): RequestHandler {
  return async (request, response) => {
    const input = readExternalInput(request.query, request.body);
    const providers = chooseProviders(await listProviders(deps.database.pool), input);
    const started = await beginAll(deps, tools, providers, input);
    const batches = started.map(({ provider, start }) => ({
      provider,
      batchId: start.batchId,
      runId: start.runId,
      status: 'running',
      begun: start.kind === 'begun',
      statusUrl: statusUrlOf(start.batchId),
    }));
    const first = batches.find(({ begun }) => begun);
    if (!first) throw alreadyRunning(batches);
    const { batchId, runId, statusUrl } = first;
    response.status(202).location(statusUrl).json({ batchId, runId, status: 'running', statusUrl, batches });
  };
}

function chooseProviders(all: ProviderSettings[], { provider, courseRunId }: ExternalInput): ProviderSettings[] {
  if (provider !== undefined) {
    const named = all.filter(({ uen }) => uen === provider);
    if (named.length > 0) return named;
    throw new Problem({
      status: 404,
      code: 'UNKNOWN_PROVIDER',
      message: `There is no training provider with the UEN ${provider}.`,
      remedy: 'List the providers with: npm run -s rollcall -- provider list',
    });
  }
  if (all.length === 0)
    throw new Problem({
      status: 409,
      code: 'NO_PROVIDER',
      message: 'There is no training provider to sync.',
      remedy: 'Add one with: npm run -s rollcall -- provider add --uen <UEN> --name <name>',
    });
  if (all.length > 1 && courseRunId !== undefined)
    throw new Problem({
      status: 400,
      code: 'PROVIDER_REQUIRED',
      message: 'There are several training providers, and a course run belongs to one of them.',
      remedy: 'Name the provider’s UEN in `provider` beside `courseRunId`.',
      fields: [{ path: 'body.provider', message: 'is required with courseRunId' }],
    });
  return all;
}

/** One provider whose sync cannot begin does not keep the others from theirs; only when none could begin is that the answer. */
async function beginAll(
  deps: Dependencies,
  tools: TriggerTools,
  providers: ProviderSettings[],
  input: ExternalInput,
): Promise<Started[]> {
  const started: Started[] = [];
  let failure: unknown;
  for (const { id, uen } of providers) {
    try {
      const onlySsgRunId = input.courseRunId === undefined ? {} : { onlySsgRunId: input.courseRunId };
      const start = await tools.beginSync(
        deps,
        { providerId: id, trigger: 'http', ...onlySsgRunId },
        { signal: tools.runningSyncs.signal },
      );
      if (start.kind === 'begun') tools.runningSyncs.track(start.runId, start.finished);
      started.push({ provider: uen, start });
    } catch (error) {
      deps.log.error({ event: 'sync_not_begun', provider: uen, failure: loggableError(error) }, 'a sync could not begin');
      failure = error;
    }
  }
  if (started.length === 0) throw failure;
  return started;
}

function alreadyRunning(batches: { batchId: string; runId: string; statusUrl: string }[]): Problem {
  return new Problem({
    status: 409,
    code: 'ALREADY_RUNNING',
    message: batches.length === 1 ? 'A sync of this provider is running.' : 'A sync of every provider is running.',
    remedy: 'Follow the running batch at its statusUrl, and ask again when it has ended.',
    extra: { ...batches[0], batches },
  });
}

function status(deps: Dependencies): RequestHandler<{ batchId: string }> {
  return async (request, response) => {
    const { batchId } = request.params;
    const batch = isRowId(batchId) ? await readBatch(deps, batchId) : null;
    if (!batch)
      throw new Problem({
        status: 404,
        code: 'UNKNOWN_BATCH',
        message: 'There is no such batch.',
        remedy: 'Use the statusUrl that the trigger answered.',
      });
    response.json({ ...batch, statusUrl: statusUrlOf(batch.batchId) });
  };
}
