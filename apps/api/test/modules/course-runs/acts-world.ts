import { addDays } from '@rollcall/domain/calendar/iso-date';
import type { ExplicitRun } from '@rollcall/ssg/simulator/dataset-explicit';
import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { dataOf } from '../../graphql/ask.js';
import { startTestApi, type TestApi, type TestApiOptions } from '../../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../../support/known-callers.js';

export type Row = Record<string, unknown>;

/** A provider with a course, runs and trainers, its API, and people of several roles. Everybody is invented. */
export interface ActsWorld {
  api: TestApi;
  callers: KnownCallers;
  providerId: string;
  courseId: string;
  /** Row ids by name: tan, lim and ng teach; asleep is inactive; clerk is no trainer. */
  people: Record<'tan' | 'lim' | 'ng' | 'asleep' | 'clerk', string>;
  /** Headers of operations at the provider. */
  operations: Record<string, string>;
  addRun(values?: RunValues): Promise<string>;
  addProvider(uen: string): Promise<string>;
  rows<R extends Row = Row>(sql: string, values?: unknown[]): Promise<R[]>;
  /** Asks as operations, or as somebody else, and gives the named field of the answer. */
  act<Answer = Row>(field: string, query: string, input: object, by?: Record<string, string>): Promise<Answer>;
  /** SSG; null where the world has none. */
  simulator: Simulator | null;
  close(): Promise<void>;
}

/** `ssgRuns`: SSG is there, and has these runs of the course. */
export type ActsWorldOptions = TestApiOptions & { ssgRuns?: ExplicitRun[] };

export interface RunValues {
  ssgRunId?: string;
  days?: [string, string];
  classStatus?: string;
  lifecycle?: string;
  modeOfTrainingCode?: string | null;
  modeOfLearning?: string;
  providerId?: string;
  courseId?: string;
}

export const runId = (id: string): string => globalIdOf('CourseRun', id);
export const trainerId = (id: string): string => globalIdOf('Trainer', id);
const UEN = '201999999Z';
export const COURSE = 'TGS-2026000001';
const NOW = Date.parse('2026-03-02T02:00:00+08:00');

/** The provider's SSG, with one course. */
async function startSsg(runs: ExplicitRun[] | undefined): Promise<Simulator | null> {
  if (!runs) return null;
  const courses = [{ referenceNumber: COURSE, runs }];
  return startSimulator({ today: '2026-03-02', dataset: { kind: 'explicit', providers: [{ uen: UEN, courses }] } });
}

export async function createActsWorld({ ssgRuns, ...options }: ActsWorldOptions = {}): Promise<ActsWorld> {
  const callers = knownCallers();
  const simulator = await startSsg(ssgRuns);
  const environment: Record<string, string> = simulator
    ? { SSG_SIMULATOR_PORT: String(simulator.port), SSG_RATE_LIMIT_MS: '0', SSG_TIMEOUT_SECONDS: '2' }
    : {};
  const api = await startTestApi({ authenticator: callers.authenticator, now: () => NOW, environment, ...options });
  const { deps } = api;
  const rows = async <R extends Row = Row>(sql: string, values: unknown[] = []): Promise<R[]> =>
    (await deps.database.pool.query<R>(sql, values)).rows;
  const addProvider = async (uen: string): Promise<string> => {
    const id = deps.newId();
    await rows('INSERT INTO training_provider (id, uen, code, name) VALUES ($1, $2, $3, $4)', [
      id,
      uen,
      `${uen}-01`,
      `Invented ${uen}`,
    ]);
    return id;
  };
  const providerId = await addProvider(UEN);
  const courseId = deps.newId();
  await rows(
    `INSERT INTO course (id, provider_id, course_code, title, trainers_email_list, trainers_list) VALUES ($1, $2, $3, 'Invented course', $4, $5)`,
    [courseId, providerId, COURSE, 'tan@example.org | lim@example.org', 'Tan Invented | Lim Imagined | Ng Madeup'],
  );
  const addPerson = async (name: string, email: string, role: string, active = true): Promise<string> => {
    const id = deps.newId();
    await rows('INSERT INTO app_user (id, email, name, name_normalised, active) VALUES ($1, $2, $3, $4, $5)', [
      id,
      email,
      name,
      name.toLowerCase(),
      active,
    ]);
    await rows('INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, $3)', [id, providerId, role]);
    return id;
  };
  const people = {
    tan: await addPerson('Tan Invented', 'tan@example.org', 'trainer'),
    lim: await addPerson('Lim Imagined', 'lim@example.org', 'trainer'),
    ng: await addPerson('Ng Madeup', 'ng@example.org', 'trainer'),
    asleep: await addPerson('Goh Asleep', 'asleep@example.org', 'trainer', false),
    clerk: await addPerson('Ong Clerk', 'clerk@example.org', 'operations'),
  };
  const operations = callers.as(somebody(people.clerk, providerId, 'operations'));
  let serial = 700_000;
  const addRun = async (values: RunValues = {}): Promise<string> => {
    const id = deps.newId();
    serial += 1;
    // Days of its own, so that no two runs overlap unless a test wants it.
    const day = addDays('2026-03-10', serial - 700_000);
    const [first, last] = values.days ?? [day, day];
    await rows(
      `INSERT INTO course_run (id, provider_id, course_id, course_run_id, start_date, end_date, class_status, lifecycle, mode_of_training_code, mode_of_learning)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        values.providerId ?? providerId,
        values.courseId ?? courseId,
        values.ssgRunId ?? String(serial),
        first,
        last,
        values.classStatus ?? 'Pending',
        values.lifecycle ?? 'Scheduled',
        values.modeOfTrainingCode === undefined ? '1' : values.modeOfTrainingCode,
        values.modeOfLearning ?? 'Physical',
      ],
    );
    return id;
  };
  return {
    api,
    callers,
    providerId,
    courseId,
    people,
    operations,
    addRun,
    addProvider,
    rows,
    simulator,
    act: async <Answer = Row>(field: string, query: string, input: object, by = operations) =>
      (await dataOf<Record<string, Answer>>(api, query, { input }, by))[field] as Answer,
    close: async () => {
      await api.close();
      await simulator?.stop();
    },
  };
}

/** Trainer columns, junction and declines of a run, as people would look at them. */
export async function trainersOf(world: ActsWorld, id: string) {
  const [run] = await world.rows(
    'SELECT assigned_trainer_id, assigned_trainer_email, assignment_source, tpg_assigned_trainer_name, version FROM course_run WHERE id = $1',
    [id],
  );
  const linked = await world.rows<{ trainer_id: string; role: string; position: number; assignment_source: string }>(
    'SELECT trainer_id, role, position, assignment_source FROM course_run_trainer WHERE course_run_id = $1 ORDER BY position, id',
    [id],
  );
  const declines = await world.rows<{ trainer_id: string; reason: string | null }>(
    'SELECT trainer_id, reason FROM course_run_trainer_decline WHERE course_run_id = $1',
    [id],
  );
  return { run, linked: linked.map((row) => [row.trainer_id, row.role, row.position]), declines };
}
