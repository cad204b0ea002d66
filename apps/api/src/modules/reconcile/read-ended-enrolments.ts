import { isInactive, normaliseEnrolmentStatus } from '@rollcall/domain/enrolment/status';
import type { UpdateWindow } from '@rollcall/domain/sync/update-window';
import type { SsgClient } from '@rollcall/ssg/client';
import pMap from 'p-map';
import type { Dependencies } from '../../dependencies.js';
import { enrolmentFromSsg, type TranslatedEnrolment } from '../enrolments/from-ssg.js';
import { searchUpdatedEnrolments } from '../enrolments/search-updated-enrolments.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';
import { IN_SCOPE, type ReconcileScope, scopeValues } from './reconcile-scope.js';

const SLICE = 1000;

/** SSG's run of each ended enrolment that is still live here, in a run in scope. */
const LIVE_HERE = `
  SELECT DISTINCT row."ssgRunId" FROM jsonb_to_recordset($6::jsonb) AS row ("referenceNumber" text, "ssgRunId" text)
    JOIN enrollment AS enrolment ON enrolment.provider_id = $1 AND enrolment.enrolment_id = row."referenceNumber"
    JOIN course_run AS run ON run.id = enrolment.course_run_id
  WHERE ${IN_SCOPE} AND enrolment.enrolment_status IN ('Active', 'Confirmed', 'Pending')`;

export interface ReconcileReading {
  deps: Dependencies;
  provider: ProviderSettings;
  client: SsgClient;
  scope: ReconcileScope;
  signal: AbortSignal;
  onRunRead: (done: number, total: number) => void;
}

export interface EndedEnrolments {
  /** How many enrolments SSG updated in the window. */
  updated: number;
  /** All enrolments of the runs where one ended that is live here, by SSG run id. */
  runs: ReadonlyMap<string, readonly TranslatedEnrolment[]>;
}

/**
 * Which enrolments ended at SSG: one search over the provider for what was updated, whatever its status, then the whole list
 * of each run where an end would be taken over, because a learner may be in the run under another number. Throws where a
 * list cannot be read to its end: skip, never guess (bugs 5, 15).
 */
export async function readEndedEnrolments(reading: ReconcileReading, window: UpdateWindow): Promise<EndedEnrolments> {
  const { deps, signal } = reading;
  const { updated, ssgRunIds } = await findRuns(reading, window);
  let done = 0;
  reading.onRunRead(done, ssgRunIds.length);
  const readOne = async (ssgRunId: string) => {
    const enrolments = await readRun(reading, ssgRunId);
    reading.onRunRead(++done, ssgRunIds.length);
    return [ssgRunId, enrolments] as const;
  };
  return { updated, runs: new Map(await pMap(ssgRunIds, readOne, { concurrency: deps.settings.ssg.concurrency, signal })) };
}

async function findRuns(
  { deps, provider, client, scope, signal }: ReconcileReading,
  window: UpdateWindow,
): Promise<{ updated: number; ssgRunIds: string[] }> {
  const found = new Set<string>();
  let updated = 0;
  let ended: { referenceNumber: string; ssgRunId: string }[] = [];
  const look = async () => {
    const values = [...scopeValues(scope), JSON.stringify(ended)];
    const { rows } = await deps.database.pool.query<{ ssgRunId: string }>(LIVE_HERE, values);
    for (const { ssgRunId } of rows) found.add(ssgRunId);
    ended = [];
  };
  for await (const { enrolment } of searchUpdatedEnrolments(client, provider, window, signal)) {
    updated++;
    if (!isInactive(normaliseEnrolmentStatus(enrolment.status))) continue;
    if (ended.push({ referenceNumber: enrolment.referenceNumber, ssgRunId: enrolment.course.run.id }) === SLICE) await look();
  }
  if (ended.length > 0) await look();
  return { updated, ssgRunIds: [...found].sort() };
}

async function readRun(
  { deps, provider, client, signal }: ReconcileReading,
  courseRunId: string,
): Promise<TranslatedEnrolment[]> {
  const enrolments: TranslatedEnrolment[] = [];
  const query = { uen: provider.uen, code: provider.code, courseRunId };
  for await (const record of client.enrolments.search(query, { signal }))
    enrolments.push(enrolmentFromSsg(record, deps.identifiers));
  return enrolments;
}
