import { decideWindow, windowEnd } from '@rollcall/domain/course-run/window';
import pMap from 'p-map';
import {
  courseRunFromList,
  courseRunFromView,
  type SsgCourseRunWithCount,
  UnreadableCourseRunError,
} from '../course-runs/from-ssg.js';
import { type CourseLines, insertLines, type NewLine } from './insert-lines.js';
import { endsTheBatch, lineErrorOf } from './line-error.js';
import type { SyncContext } from './sync-context.js';

/** What discovery needs of a context; the dry run has no more than this. */
export type DiscoveryContext = Pick<SyncContext, 'deps' | 'provider' | 'client' | 'signal'>;

/** A course whose runs are asked for. */
export interface CourseToDiscover {
  id: string;
  courseCode: string;
  title: string;
}

/** One row per code, whatever its titles (S0.5, bug 8): the unique key on (provider, code) sees to it. */
const COURSES = `SELECT id, course_code AS "courseCode", title FROM course WHERE provider_id = $1 AND course_code LIKE 'TGS-%' ORDER BY course_code`;

/** Local runs in the window: what SSG does not list of them is asked for by id (bug 16). */
const LOCAL_RUNS_IN_WINDOW = `
  SELECT course_run_id AS "ssgRunId" FROM course_run
  WHERE course_id = $1 AND start_date BETWEEN $2 AND $3 AND class_status <> 'Cancelled' ORDER BY course_run_id`;

/** The courses that a sync reads, by code. */
export async function coursesToDiscover({ deps, provider }: Pick<SyncContext, 'deps' | 'provider'>): Promise<CourseToDiscover[]> {
  return (await deps.database.relaxedPool.query<CourseToDiscover>(COURSES, [provider.id])).rows;
}

/** Lists the runs of every course not yet listed in this batch, and writes one pending line per run in the window. */
export async function discoverCourseRuns(context: SyncContext): Promise<void> {
  const { batch, deps, progress, signal } = context;
  const discovered = await deps.database.relaxedPool.query<{ course_code: string }>(
    'SELECT course_code FROM sync_batch_course WHERE batch_id = $1',
    [batch.id],
  );
  const known = new Set(discovered.rows.map((row) => row.course_code));
  const courses = (await coursesToDiscover(context)).filter((course) => !known.has(course.courseCode));
  progress.begin('discovery', courses.length, null);
  const discover = async (course: CourseToDiscover) => {
    signal.throwIfAborted();
    await insertLines(context, course, await linesOf(context, course));
    progress.finishedOne();
  };
  await pMap(courses, discover, { concurrency: deps.settings.ssg.concurrency, signal });
  await deps.pausePoint('after-discovery');
}

/** The lines of one course: its runs in the window, or one line that says why there are none. A course that fails does not stop the others (bug 6). */
async function linesOf(context: SyncContext, course: CourseToDiscover): Promise<CourseLines> {
  try {
    const found = await listCourse(context, course);
    context.outage?.answered();
    return found;
  } catch (error) {
    if (context.signal.aborted || endsTheBatch(error) || context.outage?.failed(error)) throw error;
    context.deps.log.error(
      { event: 'course_discovery_failed', batch: context.batch.runId, courseCode: course.courseCode, err: error },
      'the runs of a course could not be listed',
    );
    return { runsListed: 0, lines: [{ ssgRunId: null, status: 'error', listing: null, error: lineErrorOf(error, context) }] };
  }
}

/**
 * Every page is read and every run judged by itself: SSG promises no order (S0.7-S0.10, bugs 1-3). Runs that are in the
 * window here get their line too, whether SSG moved them out of it or stopped listing them (bug 16).
 */
export async function listCourse(
  context: DiscoveryContext & { batch: { today: string; thresholdDays: number } },
  course: CourseToDiscover,
): Promise<CourseLines> {
  const { client, provider, batch, signal } = context;
  const local = await context.deps.database.relaxedPool.query<{ ssgRunId: string }>(LOCAL_RUNS_IN_WINDOW, [
    course.id,
    batch.today,
    windowEnd(batch.today, batch.thresholdDays),
  ]);
  const unlisted = new Set(local.rows.map((row) => row.ssgRunId));
  const lines: NewLine[] = [];
  let runsListed = 0;
  const query = { uen: provider.uen, courseReferenceNumber: course.courseCode, includeExpiredCourses: false };
  for await (const entry of client.courseRuns.listByReference(query, { signal })) {
    runsListed++;
    const wasInWindow = unlisted.delete(entry.run.id);
    const line = lineOf(context, entry.run.id, () => courseRunFromList(entry));
    if (line.listing === null || wasInWindow || decideWindow(line.listing.startDate, batch).inWindow) lines.push(line);
  }
  for (const ssgRunId of unlisted) lines.push({ ssgRunId, status: 'pending', listing: null, error: null });
  if (runsListed === 0 && lines.length === 0) lines.push({ ssgRunId: null, status: 'no_runs', listing: null, error: null });
  return { lines, runsListed };
}

/** A run that waits for its turn, or the error that makes it unreadable. */
function lineOf(context: DiscoveryContext, ssgRunId: string, read: () => SsgCourseRunWithCount): NewLine {
  try {
    return { ssgRunId, status: 'pending', listing: read(), error: null };
  } catch (error) {
    if (!(error instanceof UnreadableCourseRunError)) throw error;
    return { ssgRunId, status: 'error', listing: null, error: lineErrorOf(error, context) };
  }
}

/** "Sync this run now": one pending line for the run, whatever the window says of it. */
export async function discoverOneRun(context: SyncContext, ssgRunId: string): Promise<void> {
  context.progress.begin('discovery', 1, 3);
  const { course, line } = await courseOfRun(context, ssgRunId);
  await insertLines(context, course, { lines: [line], runsListed: 1 });
  context.progress.finishedOne();
}

const COURSE_OF_RUN = `
  SELECT id, course_code AS "courseCode", title FROM course
  WHERE provider_id = $1 AND (course_code = $2 OR id = (SELECT course_id FROM course_run WHERE provider_id = $1 AND course_run_id = $3))
  ORDER BY course_code = $2 DESC LIMIT 1`;

/** Asks SSG for one run and finds its course here. Throws `UnknownCourseError`. */
export async function courseOfRun(
  { client, provider, deps, signal }: DiscoveryContext,
  ssgRunId: string,
): Promise<{ course: CourseToDiscover; line: NewLine }> {
  const viewed = await client.courseRuns.get(ssgRunId, {}, { signal });
  const courseCode = viewed?.course?.referenceNumber ?? null;
  const { rows } = await deps.database.relaxedPool.query<CourseToDiscover>(COURSE_OF_RUN, [provider.id, courseCode, ssgRunId]);
  const course = rows[0];
  if (!course) throw new UnknownCourseError(ssgRunId, courseCode);
  return {
    course,
    line: { ssgRunId, status: 'pending', listing: viewed && courseRunFromView(viewed, course.courseCode), error: null },
  };
}

/** A run whose course is not among the provider's courses. */
export class UnknownCourseError extends Error {
  readonly remedy: string;
  constructor(ssgRunId: string, courseCode: string | null) {
    super(
      courseCode
        ? `Run ${ssgRunId} belongs to course ${courseCode}, which is not here.`
        : `SSG knows no run ${ssgRunId}, and no local course has it.`,
    );
    this.remedy = courseCode
      ? `Import the course first: rollcall import courses FILE.csv with a line for ${courseCode}.`
      : 'Check the run id.';
    this.name = 'UnknownCourseError';
  }
}
