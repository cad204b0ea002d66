import { z } from 'zod';
import { type Answer, forbiddenUen, invalidInput, mysfError, mysfSuccess, noCourseRun } from './answers.js';
import { rememberTrainers, requestedTrainers } from './course-run-publish.js';
import { type GivenRun, type GivenSession, givenRun, runMembersOf, sessionOf, trainingProvider } from './course-run-request.js';
import { singaporeDate } from './dates.js';
import { sessionId } from './invented-sessions.js';
import type { OperationCall, OperationHandler } from './operation-call.js';
import type { RunRecord, SessionRecord } from './records.js';

const editRequest = z.looseObject({
  course: z.looseObject({
    courseReferenceNumber: z.string().min(1),
    trainingProvider,
    run: z.looseObject({ action: z.enum(['update', 'delete']) }),
  }),
});

/**
 * POST /courses/courseRuns/edit/{runId} (ssg-api.md §5.4). `update` replaces the run: trainers that are left out are gone. Sessions
 * are kept unless named with an action; past ones cannot be deleted. `delete` takes the sessions along; the id is then unknown.
 */
export const editCourseRun: OperationHandler = (call) => {
  const parsed = editRequest.safeParse(call.body);
  if (!parsed.success) return invalidInput();
  const { courseReferenceNumber, trainingProvider: provider, run: given } = parsed.data.course;
  if (!call.uens.includes(provider.uen)) return forbiddenUen('mysf');
  const run = call.state.run(Number(call.parameters.runId));
  if (run === null) return noCourseRun();
  if (run.uen !== provider.uen || run.courseReferenceNumber !== courseReferenceNumber) return invalidInput();
  if (given.action === 'delete') {
    call.state.deleteRun(run.id);
    return mysfSuccess({});
  }
  const full = givenRun.safeParse(given);
  return full.success ? update(call, run, full.data) : invalidInput();
};

function update({ state, now }: OperationCall, before: RunRecord, given: GivenRun): Answer {
  const run = { ...before, ...runMembersOf(given) };
  const trainers = requestedTrainers(state, run.uen, given);
  const sessions = editSessions(state.sessionsOfRun(before), given.sessions ?? [], run, singaporeDate(now));
  if (trainers === null || sessions === 'invalid') return invalidInput();
  if (sessions === 'past') {
    return mysfError(400, 'Bad Request', [{ field: '', message: 'Past sessions cannot be deleted.' }]);
  }
  state.saveRun(run);
  state.setTrainersOfRun(run.id, trainers);
  state.setSessionsOfRun(run.id, sessions);
  rememberTrainers(state, run.uen, trainers);
  return mysfSuccess({});
}

function editSessions(
  before: readonly SessionRecord[],
  edits: readonly GivenSession[],
  run: RunRecord,
  today: string,
): SessionRecord[] | 'invalid' | 'past' {
  let sessions = [...before];
  for (const edit of edits) {
    const known = sessions.find(({ id }) => id === edit.sessionId);
    if (edit.action === 'update' || edit.action === 'delete') {
      if (known === undefined) return 'invalid';
      if (edit.action === 'delete') {
        if (known.startDate < today) return 'past';
        sessions = sessions.filter((session) => session !== known);
        continue;
      }
      const changed = sessionOf({ ...known, venue: null, ...given(edit) }, known.id, run);
      if (changed === null) return 'invalid';
      sessions = sessions.map((session) => (session === known ? { ...changed, venue: changed.venue ?? known.venue } : session));
    } else {
      const added = sessionOf(edit, sessionId(run, highestNumber([...before, ...sessions]) + 1), run);
      if (added === null) return 'invalid';
      sessions.push(added);
    }
  }
  return sessions;
}

/** The members of an edit that were sent, so that the others keep their value. */
const given = (edit: GivenSession): GivenSession =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined && value !== null));

/** Numbers of deleted sessions are not given out again within one edit. */
const highestNumber = (sessions: readonly SessionRecord[]): number =>
  sessions.reduce((highest, { id }) => Math.max(highest, Number(/-S(\d+)$/.exec(id)?.[1] ?? 0)), 0);
