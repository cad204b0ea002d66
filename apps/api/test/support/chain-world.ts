import type { ChainDeclaration, Need, StepDeclaration } from '@rollcall/domain/chain/chain';
import { createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { createDependencies, type Dependencies, type DependencyOverrides } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { readSettings } from '../../src/settings/settings.js';
import type { Chain } from '../../src/workflow/chain.js';
import { createChainRegistry } from '../../src/workflow/chain-registry.js';
import type { Engine, EngineNotices, StepWake } from '../../src/workflow/engine.js';
import { type StartRequest, startChainRun } from '../../src/workflow/start-chain-run.js';
import { StepDeferredError, StepFailedError, type StepHandler, type StepResult } from '../../src/workflow/step-handler.js';
import { type Worked, workStep } from '../../src/workflow/work-step.js';

export type Row = Record<string, unknown>;

/** A step as a test writes it: everything that is left out is ordinary. */
export interface TestStep extends Partial<Omit<StepDeclaration, 'needs'>> {
  name: string;
  needs?: readonly (string | Need)[];
  handle?: StepHandler;
}

export const done: StepResult = { kind: 'completed', counts: {}, message: 'Done.' };

/** A handler that fails for good, as a refusal of SSG does. */
export const failing =
  (message: string, options: { remedy?: string; retryable?: boolean } = { retryable: false }): StepHandler =>
  async () => {
    throw new StepFailedError(message, options);
  };

/** A handler that another use of its upstream sends back. */
export const deferring =
  (reason: string): StepHandler =>
  async () => {
    throw new StepDeferredError(reason, 0);
  };

/** A handler that works until it is told to stop. */
export const holding: StepHandler = ({ signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** A chain of the given steps. */
export function testChain(
  name: string,
  steps: readonly TestStep[],
  declaration: Partial<ChainDeclaration> = {},
  checks: Chain['checks'] = {},
): Chain {
  return {
    declaration: {
      name,
      title: 'Test chain',
      scope: 'provider',
      modes: ['full', 'incremental'],
      maxResumeAgeMs: 12 * 60 * 60 * 1000,
      steps: steps.map(({ handle: _handle, needs = [], ...step }) => ({
        title: step.name,
        required: true,
        upstream: null,
        prerequisites: [],
        retry: { attempts: 0, backoffMs: 0 },
        timeoutMs: 60_000,
        maxInterruptions: 2,
        ...step,
        needs: needs.map((need) => (typeof need === 'string' ? { step: need, kind: 'hard' as const } : need)),
      })),
      ...declaration,
    },
    schedule: { cron: '0 2 * * *', timeZone: 'Asia/Singapore', fullWeekdays: [0], overlapPolicy: 'skip', catchUpHours: 6 },
    handlers: Object.fromEntries(steps.map(({ name: step, handle }) => [step, handle ?? (async () => done)])),
    checks,
  };
}

/** A provider, a database of its own, and an engine whose wakes the test hands to workers itself. */
export interface ChainWorld {
  deps: Dependencies & { close(): Promise<void> };
  databaseUrl: string;
  providerId: string;
  engine: Engine;
  /** Steps that workers were told of and nobody took from here yet. */
  wakes: StepWake[];
  notices: { kind: string; about: unknown }[];
  clock: { now: number };
  start(request?: Partial<StartRequest>): Promise<string>;
  work(chainRunId: string, step: string, options?: { worker?: string; leaseMs?: number; signal?: AbortSignal }): Promise<Worked>;
  /** Works what was woken until nothing is left. */
  drive(): Promise<void>;
  run(chainRunId: string): Promise<Row>;
  /** Step name to status. */
  statuses(chainRunId: string): Promise<Record<string, string>>;
  events(chainRunId: string): Promise<string[]>;
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function createChainWorld(chains: readonly Chain[], overrides: DependencyOverrides = {}): Promise<ChainWorld> {
  const database = await createTestDatabase(inject('databaseServerUrl' satisfies keyof ProvidedDatabase));
  const clock = { now: Date.parse('2026-03-02T00:00:00Z') };
  const deps = createDependencies(readSettings({}), database.url, {
    log: createLogger({ level: 'silent' }),
    now: () => clock.now,
    ...overrides,
  });
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await deps.database.pool.query(sql, values)).rows;
  const providerId = deps.newId();
  await rows('INSERT INTO training_provider (id, uen, code, name) VALUES ($1, $2, $3, $4)', [
    providerId,
    '201999999Z',
    '201999999Z-01',
    'Invented Academy',
  ]);
  const wakes: StepWake[] = [];
  const notices: ChainWorld['notices'] = [];
  const engine: Engine = {
    deps,
    chains: createChainRegistry(chains),
    wake: async (steps) => void wakes.push(...steps),
    notices: noticesInto(notices),
    events: { publish: async () => {} },
  };
  const firstChain = chains[0]?.declaration.name ?? '';
  const work: ChainWorld['work'] = (chainRunId, step, options = {}) =>
    workStep(engine, chainRunId, step, {
      worker: options.worker ?? 'worker-1',
      leaseMs: options.leaseMs ?? 30_000,
      heartbeatMs: Math.min(100, (options.leaseMs ?? 30_000) / 3),
      signal: options.signal ?? new AbortController().signal,
    });
  return {
    deps,
    databaseUrl: database.url,
    providerId,
    engine,
    wakes,
    notices,
    clock,
    rows,
    work,
    start: async (request = {}) => {
      const outcome = await startChainRun(engine, {
        chain: firstChain,
        providerId,
        trigger: 'manual',
        requestedBy: 'test',
        mode: 'full',
        ...request,
      });
      if (outcome.kind === 'already_running') throw new Error(`Chain run ${outcome.chainRunId} is in the way.`);
      return outcome.chainRunId;
    },
    drive: async () => {
      for (let wake = wakes.shift(); wake; wake = wakes.shift()) await work(wake.chainRunId, wake.step);
    },
    run: async (id) => (await rows('SELECT * FROM task_chain_logs WHERE id = $1', [id]))[0] ?? {},
    statuses: async (id) => {
      const steps = await rows('SELECT step, status FROM task_chain_steps WHERE chain_log_id = $1 ORDER BY position', [id]);
      return Object.fromEntries(steps.map(({ step, status }) => [String(step), String(status)]));
    },
    events: async (id) =>
      (await rows('SELECT kind, step FROM task_chain_events WHERE chain_log_id = $1 ORDER BY number', [id])).map(
        ({ kind, step }) => (step ? `${kind} ${step}` : String(kind)),
      ),
    close: async () => {
      await deps.close();
      await database.drop();
    },
  };
}

/** Keeps what people would have been told. */
function noticesInto(notices: ChainWorld['notices']): EngineNotices {
  return {
    troubles: async (_transaction, _run, troubles) => {
      if (troubles.length > 0) notices.push({ kind: 'troubles', about: troubles });
    },
    stepSucceeded: async (_transaction, _run, step) => void notices.push({ kind: 'succeeded', about: step.name }),
    runNeedsPeople: async (_transaction, _run, what) => void notices.push({ kind: what.kind, about: what }),
  };
}
