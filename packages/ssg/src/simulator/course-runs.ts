import { forbiddenUen, invalidInput, mysfSuccess, noCourseRun } from './answers.js';
import { courseWithRunAnswer, courseWithRunsAnswer } from './course-run-answers.js';
import { fromCompact } from './dates.js';
import type { OperationHandler } from './operation-call.js';
import { pageOf, readPaging } from './paging.js';
import type { RunRecord } from './records.js';

const DEFAULT_PAGE_SIZE = 20;
/** No official limit is known; 100 is the largest that was seen to work (ssg-api.md §5.1). */
const LARGEST_PAGE_SIZE = 100;

/**
 * GET /courses/courseRuns/reference (ssg-api.md §5.1): newest start first, 0-based pages, `meta.total` counts runs, 404 when
 * the course, the page or the filter has none. `courseRunStartDate` (YYYYMMDD) is read as "starts on that day".
 */
export const listCourseRuns: OperationHandler = ({ query, uens, state, paging }) => {
  const uen = query.get('uen') ?? '';
  const reference = query.get('courseReferenceNumber') ?? '';
  const pages = readPaging(query, DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE);
  const startText = query.get('courseRunStartDate');
  const start = startText === null || startText === '' ? null : fromCompact(startText);
  if (uen === '' || reference === '' || pages === null || (start === null && (startText ?? '') !== '')) return invalidInput();
  if (!uens.includes(uen)) return forbiddenUen('mysf');

  const course = state.course(reference);
  const tpCode = query.get('tpCode') ?? '';
  if (course === null || course.uen !== uen || (course.expired && !includesExpired(query))) return noCourseRun();
  if (tpCode !== '' && tpCode !== state.provider(uen)?.code) return noCourseRun();

  const runs = state.runs({ uen, courseReferenceNumber: reference }).filter((run) => start === null || run.startDate === start);
  const { rows, total } = pageOf(runs.sort(byStartDescending), pages.page, pages.pageSize, paging);
  return rows.length === 0 ? noCourseRun() : mysfSuccess(courseWithRunsAnswer(state, course, rows), { total });
};

/** GET /courses/courseRuns/id/{runId} (§5.2): another shape than the list's, and 404 "No course run found.". */
export const viewCourseRun: OperationHandler = ({ parameters, query, uens, state }) => {
  const run = state.run(Number(parameters.runId));
  const course = run === null ? null : state.course(run.courseReferenceNumber);
  if (run === null || course === null || (course.expired && !includesExpired(query))) return noCourseRun();
  const organisation = query.get('organizationKey') ?? run.uen;
  if (!uens.includes(run.uen) || organisation !== run.uen) return forbiddenUen('mysf');
  return mysfSuccess(courseWithRunAnswer(state, course, run));
};

const includesExpired = (query: URLSearchParams): boolean => query.get('includeExpiredCourses') === 'true';

/** Ties have no visible rule in SSG's answers; the higher id first keeps ours repeatable. */
const byStartDescending = (a: RunRecord, b: RunRecord): number =>
  a.startDate === b.startDate ? b.id - a.id : a.startDate < b.startDate ? 1 : -1;
