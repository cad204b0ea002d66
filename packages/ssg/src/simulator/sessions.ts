import { forbiddenUen, invalidInput, mysfSuccess, nothingFound } from './answers.js';
import { sessionAnswer } from './course-run-answers.js';
import type { OperationCall, OperationHandler } from './operation-call.js';
import { pageOf, readPaging } from './paging.js';
import type { RunRecord } from './records.js';

/** GET /courses/runs/{runId}/sessions (ssg-api.md §5.5): `sessionMonth` is MMYYYY; a run without sessions is a 404 without details. */
export const listSessions: OperationHandler = (call) => {
  const { query, state } = call;
  const run = runOfQuery(call);
  if (run === 'foreign') return forbiddenUen('mysf');
  const month = query.get('sessionMonth') ?? '';
  const pages = readPaging(query, 100, 100);
  if (run === 'incomplete' || pages === null || (month !== '' && !/^(0[1-9]|1[0-2])\d{4}$/.test(month))) return invalidInput();
  if (run === 'unknown') return nothingFound();
  const prefix = `${month.slice(2)}-${month.slice(0, 2)}`;
  const sessions = state.sessionsOfRun(run).filter(({ startDate }) => month === '' || startDate.startsWith(prefix));
  const { rows, total } = pageOf(sessions, pages.page, pages.pageSize, call.paging);
  if (rows.length === 0) return nothingFound();
  const answers = rows.map((session) => sessionAnswer(session, state.attendanceOfSession(session.id).length > 0));
  return mysfSuccess({ sessions: answers }, { total });
};

/** The run that `runId`, `uen` and `courseReferenceNumber` together name. */
export function runOfQuery({ parameters, query, uens, state }: OperationCall): RunRecord | 'incomplete' | 'foreign' | 'unknown' {
  const uen = query.get('uen') ?? '';
  const reference = query.get('courseReferenceNumber') ?? '';
  if (uen === '' || reference === '') return 'incomplete';
  if (!uens.includes(uen)) return 'foreign';
  const run = state.run(Number(parameters.runId));
  return run === null || run.uen !== uen || run.courseReferenceNumber !== reference ? 'unknown' : run;
}
