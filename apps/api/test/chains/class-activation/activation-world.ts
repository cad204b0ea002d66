import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { activateClassesStep } from '../../../src/chains/class-activation/activate-classes-step.js';
import { findProviderById } from '../../../src/modules/training-providers/find-provider.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import type { StepContext, StepResult } from '../../../src/workflow/step-handler.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

export type Row = Record<string, unknown>;

type Completed = Extract<StepResult, { kind: 'completed' }>;

/** Providers with classes, and the step that activates them, over a real database. */
export interface ActivationWorld {
  deps: TestDependencies;
  addProvider(timeZone: string): Promise<string>;
  addRun(providerId: string, run: ClassFacts): Promise<string>;
  /** Gives the enrolment's id. */
  addEnrolment(courseRunId: string, enrolment?: EnrolmentFacts): Promise<string>;
  /** Runs the step at an instant; `between` happens after planning and before writing. */
  activate(providerId: string, at: string, options?: { between?: () => Promise<unknown>; dryRun?: boolean }): Promise<Activation>;
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Throws away all runs and what they left behind. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface ClassFacts {
  ssgRunId: string;
  startDate: string;
  endDate: string;
  classStatus?: string;
  lifecycle?: string;
  archived?: boolean;
}

export interface EnrolmentFacts {
  status?: string;
  createdAt?: string;
  enrolledAt?: string;
}

export interface Activation {
  counts: Record<string, number>;
  message: string;
  output: Record<string, string[]>;
  notes: string[];
}

export async function createActivationWorld(): Promise<ActivationWorld> {
  const deps = await createTestDependencies();
  const pool = deps.database.pool;
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await pool.query(sql, values)).rows;
  let numbered = 0;

  const activate: ActivationWorld['activate'] = async (providerId, at, options = {}) => {
    const now = Date.parse(at);
    const provider = await findProviderById(pool, providerId);
    if (!provider) throw new Error('The test has no such provider.');
    const notes: string[] = [];
    const run = { id: '1', chainName: 'class_activation', mode: 'full' as const, trigger: 'schedule' as const, dueAt: now };
    const context: StepContext = {
      deps: { ...deps, now: () => now },
      run: { ...run, today: todayIn(provider.timeZone, now), dryRun: options.dryRun ?? false, resumedFromId: null },
      provider,
      step: { id: deps.newId(), name: 'activate_classes', attempt: 1, checkpoint: null, approved: null },
      outputs: {},
      leaseToken: deps.newId(),
      signal: new AbortController().signal,
      progress: () => undefined,
      saveCheckpoint: async () => undefined,
      note: async (message, data) => void notes.push(`${message} ${JSON.stringify(data)}`),
      inTransaction: () => Promise.reject(new Error('The step writes in apply.')),
    };
    const result = await activateClassesStep(context);
    if (result.kind !== 'completed') throw new Error('The step asks for nobody’s approval.');
    await options.between?.();
    const applied = await apply(result);
    return { ...result, ...applied, output: (applied.output ?? result.output) as Activation['output'], notes };
  };

  /** As the engine does: in one transaction with the record of the step. */
  const apply = (result: Completed) => inTransaction(pool, async (transaction) => (await result.apply?.(transaction)) ?? {});

  return {
    deps,
    rows,
    activate,
    addProvider: async (timeZone) => {
      const id = deps.newId();
      const uen = `20${String(1_000_000 + ++numbered)}Z`;
      await rows('INSERT INTO training_provider (id, uen, code, name, time_zone) VALUES ($1, $2, $2, $3, $4)', [
        id,
        uen,
        `Invented Academy ${numbered}`,
        timeZone,
      ]);
      await rows(
        `INSERT INTO course (id, provider_id, course_code, title) VALUES ($1, $1, 'TGS-2099000001', 'Invented course')`,
        [id],
      );
      return id;
    },
    addRun: async (providerId, run) => {
      const id = deps.newId();
      await rows(
        `INSERT INTO course_run (id, provider_id, course_id, course_run_id, class_status, lifecycle, archived_at, start_date, end_date, mode_of_learning)
         VALUES ($1, $2, $2, $3, $4, $5, CASE WHEN $6 THEN now() END, $7, $8, 'Physical')`,
        [
          id,
          providerId,
          run.ssgRunId,
          run.classStatus ?? 'Confirmed',
          run.lifecycle ?? 'Scheduled',
          run.archived ?? false,
          run.startDate,
          run.endDate,
        ],
      );
      return id;
    },
    addEnrolment: async (courseRunId, enrolment = {}) => {
      const id = deps.newId();
      await rows(
        `WITH run AS (SELECT * FROM course_run WHERE id = $2),
           learner AS (INSERT INTO learner (id, provider_id, name) SELECT $1, provider_id, 'Invented Learner' FROM run)
         INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_status, created_at, enrolled_at, enrolled_by)
         SELECT $1, provider_id, $1, course_id, id, $3, coalesce($4::timestamptz, '2026-02-01T00:00:00Z'), $5::timestamptz, CASE WHEN $5::timestamptz IS NOT NULL THEN 'import' END FROM run`,
        [id, courseRunId, enrolment.status ?? 'Confirmed', enrolment.createdAt ?? null, enrolment.enrolledAt ?? null],
      );
      return id;
    },
    reset: async () => {
      await rows('TRUNCATE course_run, enrollment, learner, change_set, change, audit_trail CASCADE');
    },
    close: () => deps.close(),
  };
}
