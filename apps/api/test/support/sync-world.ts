import { createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { type ExplicitRun } from '@rollcall/ssg/simulator/dataset-explicit';
import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { createDependencies, type Dependencies, type DependencyOverrides } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { beginSync, type SyncOptions } from '../../src/modules/sync/begin-sync.js';
import type { BatchSummary, SyncInput, SyncStart } from '../../src/modules/sync/sync-input.js';
import { readSettings } from '../../src/settings/settings.js';
import { KEY, TODAY } from './sync-world-constants.js';

export { TODAY } from './sync-world-constants.js';

export const PROVIDER = { uen: '201999999Z', code: '201999999Z-01', name: 'Invented Academy' };
export const COURSE = 'TGS-2099000001';

export type Row = Record<string, unknown>;

/** A provider in a database of its own, the simulator as its SSG, and everything between them real. */
export interface SyncWorld {
  deps: Dependencies;
  simulator: Simulator;
  providerId: string;
  logged: string[];
  /** Runs a sync to its end. */
  sync(input?: Partial<SyncInput>, options?: SyncOptions): Promise<BatchSummary>;
  /** Another process on the same database and the same SSG. */
  anotherProcess(overrides?: DependencyOverrides): Dependencies & { close(): Promise<void> };
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface SyncWorldOptions {
  runs?: ExplicitRun[];
  /** Further courses by code. */
  otherCourses?: Record<string, ExplicitRun[]>;
  environment?: Record<string, string>;
  overrides?: DependencyOverrides;
}

export async function createSyncWorld(options: SyncWorldOptions = {}): Promise<SyncWorld> {
  const courses = Object.entries({ [COURSE]: options.runs ?? [], ...options.otherCourses });
  const simulator = await startSimulator({
    today: TODAY,
    dataset: {
      kind: 'explicit',
      providers: [{ ...PROVIDER, courses: courses.map(([referenceNumber, runs]) => ({ referenceNumber, runs })) }],
    },
  });
  const database = await createTestDatabase(inject('databaseServerUrl' satisfies keyof ProvidedDatabase));
  const logged: string[] = [];
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } });
  const settings = readSettings({
    SSG_SIMULATOR_PORT: String(simulator.port),
    SSG_RATE_LIMIT_MS: '0',
    SECRET_KEY: KEY,
    IDENTIFIER_HASH_KEY: KEY,
    IDENTIFIER_SEAL_KEY: KEY,
    ...options.environment,
  });
  const build = (overrides: DependencyOverrides = {}) => createDependencies(settings, database.url, { log, ...overrides });
  const deps = build(options.overrides);
  const others: { close(): Promise<void> }[] = [];
  const pool = deps.database.pool;
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await pool.query(sql, values)).rows;
  const providerId = deps.newId();
  await rows('INSERT INTO training_provider (id, uen, code, name) VALUES ($1, $2, $3, $4)', [
    providerId,
    PROVIDER.uen,
    PROVIDER.code,
    PROVIDER.name,
  ]);
  for (const [code] of courses)
    await rows('INSERT INTO course (id, provider_id, course_code, title) VALUES ($1, $2, $3, $3)', [
      deps.newId(),
      providerId,
      code,
    ]);
  return {
    deps,
    simulator,
    providerId,
    logged,
    rows,
    sync: async (input, syncOptions) => {
      const start = await beginSync(deps, { providerId, trigger: 'cli', today: TODAY, ...input }, syncOptions);
      return finished(start);
    },
    anotherProcess: (overrides) => {
      const other = build(overrides);
      others.push(other);
      return other;
    },
    close: async () => {
      for (const other of others) await other.close();
      await deps.close();
      await simulator.stop();
      await database.drop();
    },
  };
}

/** The end of a sync that this test began. */
export function finished(start: SyncStart): Promise<BatchSummary> {
  if (start.kind !== 'begun') throw new Error('A sync is already running in this test.');
  return start.finished;
}

/** A user of the provider; a trainer unless said otherwise. */
export async function addUser(
  world: SyncWorld,
  user: { name: string; email: string; role?: string; active?: boolean },
): Promise<string> {
  const id = world.deps.newId();
  await world.rows('INSERT INTO app_user (id, name, email, name_normalised, active) VALUES ($1, $2, $3, $4, $5)', [
    id,
    user.name,
    user.email,
    user.name.toLowerCase(),
    user.active ?? true,
  ]);
  await world.rows('INSERT INTO user_role (provider_id, user_id, role) VALUES ($1, $2, $3)', [
    world.providerId,
    id,
    user.role ?? 'trainer',
  ]);
  return id;
}

/** Everything the tables of the domain hold, to compare before and after. */
export async function domainRows(world: SyncWorld): Promise<Record<string, Row[]>> {
  const tables = [
    'course_run',
    'course_run_trainer',
    'learner',
    'enrollment',
    'learner_review',
    'change_set',
    'change',
    'audit_trail',
  ];
  const entries = await Promise.all(
    tables.map(async (table) => [table, await world.rows(`SELECT * FROM ${table} ORDER BY id`)] as const),
  );
  return Object.fromEntries(entries);
}
