import type { Dataset, RejectedRow } from './dataset.js';
import { type CsvDatasetOptions, loadCsvDataset } from './dataset-csv.js';
import { type ExplicitDatasetOptions, explicitDataset } from './dataset-explicit.js';
import { type GeneratedDatasetOptions, generateDataset } from './dataset-generated.js';
import { dayNumber } from './dates.js';
import { createEnrolmentStore, type EnrolmentStore } from './enrolment-store.js';
import { inventSessions } from './invented-sessions.js';
import { inventLinkedTrainers } from './linked-trainers.js';
import type { AttendanceRecord, CourseRecord, LinkedTrainerRecord, ProviderRecord, RunRecord, SessionRecord } from './records.js';

export type DatasetOptions = CsvDatasetOptions | GeneratedDatasetOptions | ExplicitDatasetOptions;

export interface StateOptions {
  /** Default 1. */
  seed?: number;
  /** Calendar date in Singapore, `YYYY-MM-DD`. */
  today: string;
  /** Default: one generated provider. */
  dataset?: DatasetOptions;
}

/** SSG's memory. In-process tests may read and change it as SSG's own staff would; the control endpoints do the same. */
export interface SimulatedState {
  readonly seed: number;
  readonly today: string;
  /** Rows of the dataset's file that were left out, with their lines. */
  readonly rejectedRows: readonly RejectedRow[];
  readonly enrolments: EnrolmentStore;
  providers(): ProviderRecord[];
  provider(uen: string): ProviderRecord | null;
  /** A provider's courses, or everybody's. For filling a local database: `referenceNumber`, `title`. */
  courses(uen?: string): CourseRecord[];
  course(referenceNumber: string): CourseRecord | null;
  /** Unordered. */
  runs(filter?: { uen?: string; courseReferenceNumber?: string }): RunRecord[];
  run(id: number): RunRecord | null;
  /** Adds a run under the next free id. */
  addRun(create: (id: number) => RunRecord): RunRecord;
  saveRun(run: RunRecord): void;
  /** Takes its sessions, trainers and attendance along; enrolments keep naming it. */
  deleteRun(id: number): void;
  saveCourse(course: CourseRecord): void;
  trainersOfRun(run: RunRecord): LinkedTrainerRecord[];
  setTrainersOfRun(runId: number, trainers: LinkedTrainerRecord[]): void;
  sessionsOfRun(run: RunRecord): SessionRecord[];
  setSessionsOfRun(runId: number, sessions: SessionRecord[]): void;
  attendanceOfSession(sessionId: string): AttendanceRecord[];
  setAttendanceOfSession(sessionId: string, records: AttendanceRecord[]): void;
  /** 18001, 18002 …: attendance records are numbered over all sessions. */
  nextAttendanceId(): string;
}

/** Loads or generates a state without starting a server. Throws when `today` is no date or the dataset cannot be read. */
export async function createSimulatedState(options: StateOptions): Promise<SimulatedState> {
  const { seed = 1, today, dataset = { kind: 'generated' } } = options;
  dayNumber(today);
  return stateOf(await readDataset(dataset, seed, today), seed, today);
}

async function readDataset(options: DatasetOptions, seed: number, today: string): Promise<Dataset> {
  switch (options.kind) {
    case 'csv':
      return loadCsvDataset(options, seed, today);
    case 'generated':
      return generateDataset(options, seed, today);
    case 'explicit':
      return explicitDataset(options, seed, today);
  }
}

function stateOf(dataset: Dataset, seed: number, today: string): SimulatedState {
  const providers = new Map(dataset.providers.map((provider) => [provider.uen, provider]));
  // Trainers that join a provider's list later must not change whom untouched runs were given.
  const firstProviders = new Map(
    dataset.providers.map((provider) => [provider.uen, { ...provider, trainers: [...provider.trainers] }]),
  );
  const courses = new Map(dataset.courses.map((course) => [course.referenceNumber, course]));
  const runs = new Map<number, RunRecord>();
  const idsOfCourse = new Map<string, Set<number>>();
  const trainers = new Map<number, LinkedTrainerRecord[]>();
  const sessions = new Map<number, SessionRecord[]>();
  const attendance = new Map<string, AttendanceRecord[]>();
  let nextRunId = dataset.runs.reduce((highest, { run }) => Math.max(highest, run.id), 849_999) + 1;
  let nextAttendance = 18_001;
  for (const entry of dataset.runs) {
    saveRun(entry.run);
    if (entry.trainers !== undefined) trainers.set(entry.run.id, entry.trainers);
    if (entry.sessions !== undefined) sessions.set(entry.run.id, entry.sessions);
  }

  function saveRun(run: RunRecord): void {
    runs.set(run.id, run);
    const ids = idsOfCourse.get(run.courseReferenceNumber) ?? new Set<number>();
    idsOfCourse.set(run.courseReferenceNumber, ids.add(run.id));
  }

  return {
    seed,
    today,
    rejectedRows: dataset.rejectedRows,
    enrolments: createEnrolmentStore(dataset.runs, seed, today),
    providers: () => [...providers.values()],
    provider: (uen) => providers.get(uen) ?? null,
    courses: (uen) => [...courses.values()].filter((course) => uen === undefined || course.uen === uen),
    course: (referenceNumber) => courses.get(referenceNumber) ?? null,
    runs({ uen, courseReferenceNumber } = {}) {
      const found =
        courseReferenceNumber === undefined
          ? [...runs.values()]
          : [...(idsOfCourse.get(courseReferenceNumber) ?? [])].flatMap((id) => runs.get(id) ?? []);
      return uen === undefined ? found : found.filter((run) => run.uen === uen);
    },
    run: (id) => runs.get(id) ?? null,
    addRun(create) {
      const run = create(nextRunId++);
      trainers.set(run.id, []);
      sessions.set(run.id, []);
      saveRun(run);
      return run;
    },
    saveRun,
    deleteRun(id) {
      const run = runs.get(id);
      if (run === undefined) return;
      runs.delete(id);
      idsOfCourse.get(run.courseReferenceNumber)?.delete(id);
      trainers.delete(id);
      sessions.delete(id);
    },
    saveCourse: (course) => void courses.set(course.referenceNumber, course),
    trainersOfRun(run) {
      const provider = firstProviders.get(run.uen);
      return trainers.get(run.id) ?? (provider === undefined ? [] : inventLinkedTrainers(seed, run, provider));
    },
    setTrainersOfRun: (runId, list) => void trainers.set(runId, list),
    sessionsOfRun: (run) => sessions.get(run.id) ?? inventSessions(seed, run),
    setSessionsOfRun: (runId, list) => void sessions.set(runId, list),
    attendanceOfSession: (sessionId) => attendance.get(sessionId) ?? [],
    setAttendanceOfSession: (sessionId, records) => void attendance.set(sessionId, records),
    nextAttendanceId: () => String(nextAttendance++),
  };
}
