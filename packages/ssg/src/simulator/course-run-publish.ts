import { z } from 'zod';
import { type Answer, forbiddenUen, invalidInput, mysfError, mysfSuccess } from './answers.js';
import {
  type GivenRun,
  type GivenTrainer,
  givenRun,
  linkedTrainerOf,
  runMembersOf,
  sessionOf,
  trainingProvider,
} from './course-run-request.js';
import { sessionId } from './invented-sessions.js';
import type { OperationCall, OperationHandler } from './operation-call.js';
import { createRandom } from './prng.js';
import type { LinkedTrainerRecord, RunRecord, SessionRecord } from './records.js';
import { attendanceLink } from './run-factory.js';
import type { SimulatedState } from './state.js';

const publishRequest = z.looseObject({
  course: z.looseObject({
    courseReferenceNumber: z.string().min(1),
    trainingProvider,
    runs: z.array(givenRun).min(1),
  }),
});

/**
 * POST /courses/courseRuns/publish (ssg-api.md §5.3): one new run per entry, its id as a number. Publishing the same dates twice makes
 * two runs, unless the simulator is told to refuse it with the existing id inside the message, as production has done (§10.9).
 */
export const publishCourseRuns: OperationHandler = (call) => {
  const parsed = publishRequest.safeParse(call.body);
  if (!parsed.success) return invalidInput();
  const { courseReferenceNumber, trainingProvider: provider, runs } = parsed.data.course;
  if (!call.uens.includes(provider.uen)) return forbiddenUen('mysf');
  const course = call.state.course(courseReferenceNumber);
  if (course === null || course.uen !== provider.uen) return invalidInput();
  const twin =
    call.behaviour.refuseSameDates === true ? runs.flatMap((run) => sameDates(call.state, courseReferenceNumber, run)) : [];
  if (twin[0] !== undefined) return existsAlready(twin[0]);
  // Checked as a whole before anything is kept: one bad entry publishes none.
  if (!runs.every((run) => isPublishable(call, run, provider.uen))) return invalidInput();
  const published = runs.map((run) => publish(call, run, courseReferenceNumber, provider.uen));
  return mysfSuccess({ runs: published.map(({ id }) => ({ id })) });
};

/** The trainers of a request; null when one is called existing but the provider's list does not know him. */
export function requestedTrainers(state: SimulatedState, uen: string, given: GivenRun): LinkedTrainerRecord[] | null {
  const entries = (given.linkCourseRunTrainer ?? []).map(({ trainer }) => trainer);
  const strangers = entries.filter((trainer) => trainer.trainerType.code === '1' && !isKnown(state, uen, trainer));
  return strangers.length > 0 ? null : entries.map((trainer) => linkedTrainerOf(trainer, newTrainerId(state.seed, trainer)));
}

/** Trainers marked so join the provider's own list. */
export function rememberTrainers(state: SimulatedState, uen: string, trainers: readonly LinkedTrainerRecord[]): void {
  const provider = state.provider(uen);
  if (provider === null) return;
  for (const { inTrainingProviderProfile, trainerType: _type, qualifications: _qualifications, ...trainer } of trainers) {
    const known = provider.trainers.some(({ id, email }) => id === trainer.id || email === trainer.email);
    if (inTrainingProviderProfile && !known) provider.trainers.push(trainer);
  }
}

function isPublishable({ state }: OperationCall, given: GivenRun, uen: string): boolean {
  const draft = { id: 0, courseReferenceNumber: '', uen, qrCodeLink: '', attendanceTaken: false, ...runMembersOf(given) };
  return requestedTrainers(state, uen, given) !== null && sessionsOf(given, draft) !== null;
}

function publish({ state }: OperationCall, given: GivenRun, courseReferenceNumber: string, uen: string): RunRecord {
  const trainers = requestedTrainers(state, uen, given) ?? [];
  const run = state.addRun((id) => ({
    id,
    courseReferenceNumber,
    uen,
    qrCodeLink: attendanceLink(id),
    attendanceTaken: false,
    ...runMembersOf(given),
  }));
  state.setSessionsOfRun(run.id, sessionsOf(given, run) ?? []);
  state.setTrainersOfRun(run.id, trainers);
  rememberTrainers(state, uen, trainers);
  return run;
}

function sessionsOf(given: GivenRun, run: RunRecord): SessionRecord[] | null {
  const sessions = (given.sessions ?? []).map((session, index) => sessionOf(session, sessionId(run, index + 1), run));
  return sessions.every((session) => session !== null) ? sessions : null;
}

function sameDates(state: SimulatedState, courseReferenceNumber: string, given: GivenRun): RunRecord[] {
  const { start, end } = given.courseDates;
  return state.runs({ courseReferenceNumber }).filter((run) => run.startDate === start && run.endDate === end);
}

const existsAlready = ({ id }: RunRecord): Answer =>
  mysfError(400, 'Bad Request', [{ field: '', message: `Course run already exists. Course Run ID is ${id}` }]);

const isKnown = (state: SimulatedState, uen: string, trainer: GivenTrainer): boolean =>
  state.provider(uen)?.trainers.some(({ id, email }) => id === trainer.id || email === trainer.email) ?? false;

function newTrainerId(seed: number, trainer: GivenTrainer): string {
  const hex = createRandom(seed, 'new trainer', trainer.email).hex(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
