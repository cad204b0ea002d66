import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { FieldChange, Notice, Skip } from '@rollcall/domain/change/change';
import { applyPlan } from '@rollcall/domain/course-run/apply-plan';
import type { LocalCourseRun } from '@rollcall/domain/course-run/course-run';
import type { CourseRunPlan } from '@rollcall/domain/course-run/plan';
import type { LearnerReview } from '@rollcall/domain/learner/learner';
import type { TrainerFacts, TrainerPlan } from '@rollcall/domain/trainer/plan';
import { needsTrainerView } from '@rollcall/domain/trainer/plan-trainers';
import pMap from 'p-map';
import type { Dependencies } from '../../dependencies.js';
import { loadListedUsers, loadTrainerFacts } from '../trainers/load-trainer-facts.js';
import { findProviderById } from '../training-providers/find-provider.js';
import { UnknownProviderError } from '../training-providers/unknown-provider.js';
import { fetchTrainers, planRunTrainers } from './assign-trainers.js';
import type { SyncOptions } from './begin-sync.js';
import {
  type CourseToDiscover,
  courseOfRun,
  coursesToDiscover,
  type DiscoveryContext,
  listCourse,
} from './discover-course-runs.js';
import type { NewLine } from './insert-lines.js';
import { endsTheBatch, lineErrorOf } from './line-error.js';
import { notListed } from './not-listed.js';
import { PlannedRows } from './planned-rows.js';
import { ProgressMeter } from './progress-meter.js';
import type { PendingRun } from './sync-context.js';
import { fetchCourseRun, planFetchedRun } from './sync-course-run.js';
import type { SyncInput } from './sync-input.js';

/** One planned change as it is printed. */
export interface PlannedChangeView {
  entity: string;
  action: 'create' | 'update';
  /** SSG's run id or reference number. */
  key: string;
  /** Row id; null for a row that would be made. */
  id: string | null;
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

interface DryRunContext extends DiscoveryContext {
  batch: { today: string; thresholdDays: number };
  planned: PlannedRows;
}

interface FoundLine {
  course: CourseToDiscover;
  line: NewLine;
}

/**
 * Plans a sync and writes nothing but its reserved call slots: the same finding, the same order and the same planners as
 * the sync itself, and each run sees what the runs before it would have written. Yields a unit per log line.
 */
export async function* dryRunSync(deps: Dependencies, input: SyncInput, options: SyncOptions = {}): AsyncGenerator<DryRunUnit> {
  const provider = await findProviderById(deps.database.pool, input.providerId);
  if (!provider) throw new UnknownProviderError({ id: input.providerId });
  const { rateLimitMs } = deps.settings.ssg;
  const progress = new ProgressMeter({
    callsMade: 0,
    rateLimitMs,
    now: deps.now,
    metrics: deps.metrics,
    onProgress: options.onProgress,
  });
  const client = deps.ssg.clientFor(provider, { onCall: () => progress.called() });
  const signal = options.signal ?? new AbortController().signal;
  const today = input.today ?? todayIn(provider.timeZone, deps.now());
  const batch = { today, thresholdDays: provider.thresholdDays };
  const context: DryRunContext = { deps, provider, client, signal, batch, planned: new PlannedRows() };
  try {
    const found = await findLines(context, input.onlySsgRunId, progress);
    const pending = found.filter(({ line }) => line.status === 'pending').length;
    progress.begin('runs', found.length, pending * 2);
    for (const { course, line } of found) {
      signal.throwIfAborted();
      yield await planLine(context, course, line);
      progress.finishedOne();
    }
    progress.begin('done', null, 0);
  } finally {
    await client.close();
  }
}

/** The lines a sync would write, in the order in which it takes them: soonest start first. */
async function findLines(
  context: DryRunContext,
  onlySsgRunId: string | undefined,
  progress: ProgressMeter,
): Promise<FoundLine[]> {
  if (onlySsgRunId !== undefined) return [await courseOfRun(context, onlySsgRunId)];
  const courses = await coursesToDiscover(context);
  progress.begin('discovery', courses.length, null);
  const list = async (course: CourseToDiscover): Promise<FoundLine[]> => {
    const lines = await linesOf(context, course);
    progress.finishedOne();
    return lines.map((line) => ({ course, line }));
  };
  const found = await pMap(courses, list, { concurrency: context.deps.settings.ssg.concurrency, signal: context.signal });
  return found.flat().sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
}

const LAST = '9999-12-31';
const orderOf = ({ line }: FoundLine): string => `${line.listing?.startDate ?? LAST} ${line.ssgRunId ?? ''}`;

async function linesOf(context: DryRunContext, course: CourseToDiscover): Promise<NewLine[]> {
  try {
    return (await listCourse(context, course)).lines;
  } catch (error) {
    if (context.signal.aborted || endsTheBatch(error)) throw error;
    return [{ ssgRunId: null, status: 'error', listing: null, error: lineErrorOf(error, context) }];
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
    const { courseCode, id: courseId } = course;
    return {
      ...blank,
      ...(await planRun(context, { lineId: '', ssgRunId: line.ssgRunId, courseId, courseCode, listing: line.listing })),
    };
  } catch (error) {
    if (context.signal.aborted || endsTheBatch(error)) throw error;
    return { ...blank, outcome: 'error', error: lineErrorOf(error, context) };
  }
}

async function planRun(context: DryRunContext, run: PendingRun): Promise<Partial<DryRunUnit>> {
  const { deps, planned } = context;
  const fetched = await fetchCourseRun(context, run);
  if (fetched === 'not_found') {
    const { status, error, decisions } = notListed(run.ssgRunId);
    return { outcome: status, error, skips: [...decisions.skips] };
  }
  const { state, plan } = await planFetchedRun(context, run, fetched, (stored, enrolments) => planned.over(stored, enrolments));
  const after = applyPlan(state, plan, deps.newId);
  planned.remember(state, after);
  const trainers = plan.touched ? await planTrainersAfter(context, run, after.courseRun) : null;
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
  const after = { courseRun, runTrainers: known?.runTrainers ?? [], declinedTrainerIds: known?.declinedTrainerIds ?? [], course };
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
    .map((change) => {
      const { entity, action, key, rule, reason, fields } = change;
      return { entity, action, key, id: ('target' in change && change.target?.id) || null, rule, reason, fields };
    });
}
