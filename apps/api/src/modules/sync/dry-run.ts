import { randomUUID } from 'node:crypto';
import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { FieldChange, Notice, Skip } from '@rollcall/domain/change/change';
import { applyPlan } from '@rollcall/domain/course-run/apply-plan';
import type { LocalCourseRun } from '@rollcall/domain/course-run/course-run';
import type { CourseRunPlan } from '@rollcall/domain/course-run/plan';
import type { LearnerReview } from '@rollcall/domain/learner/learner';
import type { TrainerFacts, TrainerPlan } from '@rollcall/domain/trainer/plan';
import { needsTrainerView } from '@rollcall/domain/trainer/plan-trainers';
import type { Dependencies } from '../../dependencies.js';
import { loadListedUsers, loadTrainerFacts } from '../trainers/load-trainer-facts.js';
import { findProviderById } from '../training-providers/find-provider.js';
import { fetchTrainers, planRunTrainers } from './assign-trainers.js';
import { type SyncOptions, UnknownProviderError } from './begin-sync.js';
import { type CourseToDiscover, courseOfRun, coursesToDiscover, listCourse } from './discover-course-runs.js';
import type { NewLine } from './insert-lines.js';
import { lineErrorOf } from './line-error.js';
import { NOT_LISTED } from './not-listed.js';
import { ProgressMeter } from './progress-meter.js';
import type { PendingRun, SyncContext } from './sync-context.js';
import { fetchCourseRun, planFetchedRun } from './sync-course-run.js';
import type { SyncInput } from './sync-input.js';

/** One planned change as it is printed. */
export interface PlannedChangeView {
  entity: string;
  action: 'create' | 'update';
  /** SSG's run id or reference number. */
  key: string;
  rule: string;
  reason: string;
  fields: FieldChange[];
}

/** What a sync would do for one course run. */
export interface DryRunUnit {
  courseCode: string;
  courseTitle: string;
  ssgRunId: string | null;
  /** The status its log line would have. */
  outcome: string;
  trainerOutcome: string | null;
  changes: PlannedChangeView[];
  skips: Skip[];
  notices: Notice[];
  reviews: LearnerReview[];
  error: { message: string; remedy: string | null } | null;
}

type DryRunContext = Pick<SyncContext, 'deps' | 'provider' | 'client' | 'signal'> & {
  batch: { today: string; thresholdDays: number };
};

/**
 * Plans a sync and writes nothing but its reserved call slots: the same fetching and the same planners as the sync
 * itself, course by course, a run at a time, so that memory does not grow with the number of runs.
 */
export async function* dryRunSync(deps: Dependencies, input: SyncInput, options: SyncOptions = {}): AsyncGenerator<DryRunUnit> {
  const provider = await findProviderById(deps.database.pool, input.providerId);
  if (!provider) throw new UnknownProviderError(input.providerId);
  const progress = new ProgressMeter({
    callsMade: 0,
    rateLimitMs: deps.settings.ssg.rateLimitMs,
    now: deps.now,
    metrics: deps.metrics,
    onProgress: options.onProgress,
  });
  const client = deps.ssg.clientFor(provider, { onCall: () => progress.called() });
  const signal = options.signal ?? new AbortController().signal;
  const context: DryRunContext = {
    deps,
    provider,
    client,
    signal,
    batch: { today: input.today ?? todayIn(provider.timeZone, deps.now()), thresholdDays: provider.thresholdDays },
  };
  try {
    const courses = await coursesOf(context, input.onlySsgRunId);
    progress.begin('runs', courses.length, null);
    for (const { course, lines } of courses) {
      for (const line of lines ?? (await linesOf(context, course))) {
        signal.throwIfAborted();
        yield await planLine(context, course, line);
      }
      progress.finishedOne();
    }
    progress.begin('done', null, 0);
  } finally {
    await client.close();
  }
}

async function coursesOf(
  context: DryRunContext,
  onlySsgRunId: string | undefined,
): Promise<{ course: CourseToDiscover; lines: NewLine[] | null }[]> {
  if (onlySsgRunId === undefined) return (await coursesToDiscover(context)).map((course) => ({ course, lines: null }));
  const { course, line } = await courseOfRun(context, onlySsgRunId);
  return [{ course, lines: [line] }];
}

async function linesOf(context: DryRunContext, course: CourseToDiscover): Promise<NewLine[]> {
  try {
    return (await listCourse(context, course)).lines;
  } catch (error) {
    if (context.signal.aborted) throw error;
    return [{ ssgRunId: null, status: 'error', listing: null, error: lineErrorOf(error) }];
  }
}

async function planLine(context: DryRunContext, course: CourseToDiscover, line: NewLine): Promise<DryRunUnit> {
  const blank: DryRunUnit = {
    courseCode: course.courseCode,
    courseTitle: course.title,
    ssgRunId: line.ssgRunId,
    outcome: line.status,
    trainerOutcome: null,
    changes: [],
    skips: [],
    notices: [],
    reviews: [],
    error: line.error,
  };
  if (line.status !== 'pending' || line.ssgRunId === null) return blank;
  try {
    const run: PendingRun = {
      lineId: '',
      ssgRunId: line.ssgRunId,
      courseId: course.id,
      courseCode: course.courseCode,
      listing: line.listing,
    };
    return { ...blank, ...(await planRun(context, run)) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    return { ...blank, outcome: 'error', error: lineErrorOf(error) };
  }
}

async function planRun(context: DryRunContext, run: PendingRun): Promise<Partial<DryRunUnit>> {
  const fetched = await fetchCourseRun(context, run);
  if (fetched === 'not_found') return { outcome: NOT_LISTED.status, error: NOT_LISTED.error };
  const { state, plan } = await planFetchedRun(context, run, fetched);
  const trainers = plan.touched
    ? await planTrainersAfter(context, run, applyPlan(state, plan, () => randomUUID()).courseRun)
    : null;
  return {
    outcome: plan.outcome,
    trainerOutcome: trainers?.outcome ?? null,
    changes: viewsOf(plan, trainers),
    skips: plan.skips,
    notices: [...plan.notices, ...(trainers?.notices ?? [])],
    reviews: plan.reviews,
  };
}

/** The trainer pass sees the run as the sync would leave it, though nothing was written. */
async function planTrainersAfter(
  context: DryRunContext,
  run: PendingRun,
  courseRun: LocalCourseRun | null,
): Promise<TrainerPlan | null> {
  if (!courseRun) return null;
  const { deps, provider } = context;
  const pool = deps.database.pool;
  const { runs, users } = await loadTrainerFacts(pool, provider.id, [run.ssgRunId]);
  const known = runs.get(run.ssgRunId);
  const course = known?.course ?? (await loadCourseLists(deps, run.courseId));
  const after = { courseRun, runTrainers: known?.runTrainers ?? [], course };
  if (!needsTrainerView(after.courseRun, after.runTrainers, provider))
    return { outcome: 'kept', courseRun: null, runTrainers: [], notices: [] };
  const facts = {
    runs: new Map([[run.ssgRunId, after]]),
    users: known ? users : await loadListedUsers(pool, provider.id, [course]),
  };
  return planRunTrainers(context, facts, run.ssgRunId, await fetchTrainers(context, run.ssgRunId));
}

async function loadCourseLists(deps: Dependencies, courseId: string): Promise<TrainerFacts['course']> {
  const { rows } = await deps.database.pool.query<TrainerFacts['course']>(
    'SELECT trainers_email_list AS "trainersEmailList", trainers_list AS "trainersList" FROM course WHERE id = $1',
    [courseId],
  );
  return rows[0] ?? { trainersEmailList: null, trainersList: null };
}

function viewsOf(plan: CourseRunPlan, trainers: TrainerPlan | null): PlannedChangeView[] {
  const planned = [plan.courseRun, ...plan.learners, ...plan.enrolments, trainers?.courseRun, ...(trainers?.runTrainers ?? [])];
  return planned
    .filter((change) => change != null)
    .map(({ entity, action, key, rule, reason, fields }) => ({ entity, action, key, rule, reason, fields }));
}
