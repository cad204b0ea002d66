import type { SsgCourseRun } from '@rollcall/domain/course-run/course-run';
import type { CourseRunPlan, CourseRunState } from '@rollcall/domain/course-run/plan';
import { planCourseRun } from '@rollcall/domain/course-run/plan-course-run';
import type { SsgEnrolment } from '@rollcall/domain/enrolment/enrolment';
import type { SsgClient } from '@rollcall/ssg/client';
import { retryWhenStale } from '../../persistence/transaction.js';
import { applyCourseRunPlan, type EnrolmentSource } from '../course-runs/apply-course-run-plan.js';
import { courseRunFromView } from '../course-runs/from-ssg.js';
import { loadCourseRunState } from '../course-runs/load-course-run-state.js';
import { enrolmentFromSsg, type TranslatedEnrolment } from '../enrolments/from-ssg.js';
import { BatchLostError } from './batch-row.js';
import { exceeds, heldBackBy } from './held-back.js';
import { endsTheBatch, lineErrorOf } from './line-error.js';
import { lineTroubleOf } from './line-trouble.js';
import { closeLine, ssgFactsOf } from './log-line.js';
import { notListed } from './not-listed.js';
import type { PendingRun, SyncContext } from './sync-context.js';

/** What SSG says of one run, or that it knows no such run. */
export type FetchedCourseRun = { courseRun: SsgCourseRun; enrolments: TranslatedEnrolment[] } | 'not_found';

/**
 * One unit of work: fetch, translate, plan, apply. A run that fails gets its line with the error and the remedy, and the
 * batch goes on; only the loss of the batch itself, or the wish to stop, is thrown. In a chain a run that would cancel
 * enrolments is held instead of written.
 */
export async function syncCourseRun(context: SyncContext, run: PendingRun): Promise<void> {
  const { deps, batch, signal } = context;
  try {
    const fetched = await fetchCourseRun(context, run);
    context.outage?.answered();
    await deps.pausePoint('after-fetch-before-apply');
    signal.throwIfAborted();
    if (fetched === 'not_found') return await closeLine(deps.database.relaxedPool, batch, run.lineId, notListed(run.ssgRunId));
    await retryWhenStale(() => planAndApply(context, run, fetched));
  } catch (error) {
    if (signal.aborted || error instanceof BatchLostError || endsTheBatch(error) || context.outage?.failed(error)) throw error;
    deps.log.error(
      { event: 'course_run_sync_failed', batch: batch.runId, ssgRunId: run.ssgRunId, err: error },
      'a course run could not be synced',
    );
    await closeLine(deps.database.relaxedPool, batch, run.lineId, {
      status: 'error',
      touched: false,
      before: null,
      decisions: { skips: [], notices: [], trouble: lineTroubleOf(error) },
      ssg: null,
      error: lineErrorOf(error, context),
    });
  }
}

/** Reads the run's enrolments, page by page, and the run itself where no list brought it. */
export async function fetchCourseRun(
  context: Pick<SyncContext, 'client' | 'deps' | 'provider' | 'signal'>,
  run: PendingRun,
): Promise<FetchedCourseRun> {
  const { client, signal } = context;
  const courseRun = run.listing ?? (await viewCourseRun(client, run, signal));
  if (courseRun === null) return 'not_found';
  const enrolments: TranslatedEnrolment[] = [];
  const query = { uen: context.provider.uen, code: context.provider.code, courseRunId: run.ssgRunId };
  for await (const record of client.enrolments.search(query, { signal }))
    enrolments.push(enrolmentFromSsg(record, context.deps.identifiers));
  return { courseRun, enrolments };
}

async function viewCourseRun(client: SsgClient, run: PendingRun, signal: AbortSignal): Promise<SsgCourseRun | null> {
  const viewed = await client.courseRuns.get(run.ssgRunId, {}, { signal });
  return viewed && courseRunFromView(viewed, run.courseCode);
}

/** Reads the local rows and decides. `adjust` lets a dry run lay over them what it has planned for other runs. */
export async function planFetchedRun(
  context: Pick<SyncContext, 'deps' | 'provider'>,
  run: PendingRun,
  fetched: Exclude<FetchedCourseRun, 'not_found'>,
  adjust: (stored: CourseRunState, enrolments: readonly SsgEnrolment[]) => CourseRunState = (stored) => stored,
): Promise<{ state: CourseRunState; plan: CourseRunPlan }> {
  const { deps, provider } = context;
  const enrolments = fetched.enrolments.map(({ enrolment }) => enrolment);
  const stored = await loadCourseRunState(deps.database.relaxedPool, provider.id, run.ssgRunId, enrolments);
  const state = adjust(stored, enrolments);
  const { courseRun } = fetched;
  const plan = planCourseRun({ ssg: { courseRun, enrolments }, local: state, settings: { modeProfile: provider.modeProfile } });
  return { state, plan };
}

async function planAndApply(
  context: SyncContext,
  run: PendingRun,
  fetched: Exclude<FetchedCourseRun, 'not_found'>,
): Promise<void> {
  const { deps, provider, batch, progress } = context;
  const { state, plan } = await planFetchedRun(context, run, fetched);
  const pool = deps.database.relaxedPool;
  const ssg = ssgFactsOf(fetched.courseRun, provider.modeProfile);
  const held = context.holdsBack ? heldBackBy(plan, state) : null;
  if (held && exceeds(held, run.allowed)) {
    const { skips, notices } = plan;
    const before = state.courseRun && { startDate: state.courseRun.startDate, endDate: state.courseRun.endDate };
    const result = { status: 'held' as const, touched: false, before, decisions: { skips, notices, held }, ssg, error: null };
    return closeLine(pool, batch, run.lineId, result);
  }
  const sources = new Map<string, EnrolmentSource>(
    fetched.enrolments.map(({ enrolment, trainee, rawData }) => [enrolment.referenceNumber, { trainee, rawData }]),
  );
  await applyCourseRunPlan({
    pool,
    vault: deps.identifiers,
    newId: deps.newId,
    batch,
    line: { id: run.lineId, ssgRunId: run.ssgRunId },
    provider,
    courseId: run.courseId,
    ssg,
    state,
    plan,
    sources,
  });
  progress.wrote([...(plan.courseRun ? [plan.courseRun] : []), ...plan.learners, ...plan.enrolments]);
}
