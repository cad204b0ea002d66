import type { EnrolmentUpdates } from '@rollcall/domain/sync/decide-reread';
import type { UpdateWindow } from '@rollcall/domain/sync/update-window';
import { searchUpdatedEnrolments } from '../../enrolments/search-updated-enrolments.js';
import type { SyncContext } from '../sync-context.js';
import { instantFromSsg } from './ssg-instant.js';

const SLICE = 1000;

/** Runs here that hold one of the enrolments though SSG has it in another run now: their rows moved away (ssg-api.md §7.2). */
const RUNS_LEFT = `
  SELECT run.course_run_id AS "ssgRunId", row."updatedAt"
  FROM jsonb_to_recordset($2::jsonb) AS row ("referenceNumber" text, "ssgRunId" text, "updatedAt" float8)
    JOIN enrollment AS enrolment ON enrolment.provider_id = $1 AND enrolment.enrolment_id = row."referenceNumber"
    JOIN course_run AS run ON run.id = enrolment.course_run_id
  WHERE run.course_run_id <> row."ssgRunId"`;

interface Update {
  referenceNumber: string;
  ssgRunId: string;
  updatedAt: number | null;
}

/**
 * SSG's updates of enrolments in the window, by run, read once for the whole provider (bug 61). Nothing of an enrolment is
 * kept but its run and its time. Throws where SSG's list cannot be read to its end: half a list would look like a quiet night.
 */
export async function readUpdatedEnrolments(
  { client, provider, deps, signal }: Pick<SyncContext, 'client' | 'provider' | 'deps' | 'signal'>,
  window: UpdateWindow,
): Promise<Map<string, EnrolmentUpdates>> {
  const updates = new Map<string, EnrolmentUpdates>();
  let slice: Update[] = [];
  const addRunsLeft = async () => {
    const { rows } = await deps.database.relaxedPool.query<Omit<Update, 'referenceNumber'>>(RUNS_LEFT, [
      provider.id,
      JSON.stringify(slice),
    ]);
    for (const left of rows) add(updates, left);
    slice = [];
  };
  for await (const { enrolment, meta } of searchUpdatedEnrolments(client, provider, window, signal)) {
    const { referenceNumber, course } = enrolment;
    const update = { referenceNumber, ssgRunId: course.run.id, updatedAt: instantFromSsg(meta.updatedOn) };
    add(updates, update);
    if (slice.push(update) === SLICE) await addRunsLeft();
  }
  if (slice.length > 0) await addRunsLeft();
  return updates;
}

/** One unreadable time makes the newest one unknown. */
function add(updates: Map<string, EnrolmentUpdates>, { ssgRunId, updatedAt }: Omit<Update, 'referenceNumber'>): void {
  const known = updates.get(ssgRunId) ?? { count: 0, newestAt: Number.NEGATIVE_INFINITY };
  const newestAt = updatedAt === null || known.newestAt === null ? null : Math.max(known.newestAt, updatedAt);
  updates.set(ssgRunId, { count: known.count + 1, newestAt });
}
