import type { EnrolmentChange, NewRun, RunChange } from './control-request.js';
import { explicitEnrolment, explicitLinkedTrainer } from './dataset-explicit.js';
import type { EnrolmentRecord, RunRecord } from './records.js';
import { createRun } from './run-factory.js';
import type { SimulatedState } from './state.js';

/** The change names something that is not there. */
export class UnknownRecordError extends Error {
  override name = 'UnknownRecordError';
}

/** Adds, changes, cancels or removes an enrolment as SSG's own staff would: without the API's checks. `now` is epoch milliseconds. */
export function changeEnrolment(state: SimulatedState, change: EnrolmentChange, now: number): EnrolmentRecord {
  if (change.action === 'add') return addEnrolment(state, change, now);
  const before = state.enrolments.find(change.referenceNumber);
  if (before === null) throw new UnknownRecordError(`There is no enrolment ${change.referenceNumber}.`);
  if (change.action === 'remove') {
    state.enrolments.remove(before.referenceNumber);
    return before;
  }
  if (change.action === 'cancel') return save(state, { ...before, status: 'Cancelled', updatedOn: now });
  const { action: _action, referenceNumber: _reference, trainee, ...members } = change;
  if (change.runId !== undefined) knownRun(state, change.runId);
  return save(state, {
    ...before,
    ...defined(members),
    trainee: { ...before.trainee, ...defined(trainee ?? {}) },
    updatedOn: now,
  });
}

/** Changes a run, and replaces its trainers when some are given. */
export function changeRun(state: SimulatedState, id: number, { trainers, ...members }: RunChange): RunRecord {
  const run = { ...knownRun(state, id), ...defined(members) };
  // Sessions that nobody edited follow the dates; edited ones stay where they are, as at SSG.
  state.saveRun(run);
  setTrainers(state, run, trainers);
  return run;
}

/** Adds a run to a known course. */
export function addRun(state: SimulatedState, { trainers, ...given }: NewRun): RunRecord {
  const course = state.course(given.courseReferenceNumber);
  if (course === null) throw new UnknownRecordError(`There is no course ${given.courseReferenceNumber}.`);
  const endDate = given.endDate ?? given.startDate;
  const modeOfTraining = given.modeOfTraining ?? '1';
  const run = state.addRun((id) => ({
    ...createRun(state.seed, { ...given, id, uen: course.uen, endDate, modeOfTraining }),
    ...defined(given),
  }));
  setTrainers(state, run, trainers);
  return run;
}

function addEnrolment(
  state: SimulatedState,
  { action: _action, runId, trainee, ...given }: Extract<EnrolmentChange, { action: 'add' }>,
  now: number,
): EnrolmentRecord {
  const { uen, courseReferenceNumber } = knownRun(state, runId);
  const number = 1_000_000 + state.enrolments.revision;
  return state.enrolments.add(
    explicitEnrolment(
      { ...defined(given), ...(trainee === undefined ? {} : { trainee: defined(trainee) }) },
      { runId, uen, courseReferenceNumber },
      { seed: state.seed, number, now, today: state.today },
    ),
  );
}

function setTrainers(state: SimulatedState, run: RunRecord, trainers: RunChange['trainers']): void {
  if (trainers === undefined) return;
  const provider = state.provider(run.uen);
  if (provider === null) throw new UnknownRecordError(`There is no provider ${run.uen}.`);
  state.setTrainersOfRun(
    run.id,
    trainers.map((trainer) => explicitLinkedTrainer(defined(trainer), provider, state.seed)),
  );
}

function save(state: SimulatedState, record: EnrolmentRecord): EnrolmentRecord {
  state.enrolments.save(record);
  return record;
}

function knownRun(state: SimulatedState, id: number): RunRecord {
  const run = state.run(id);
  if (run === null) throw new UnknownRecordError(`There is no course run ${id}.`);
  return run;
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
