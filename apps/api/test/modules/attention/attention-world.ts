import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

export type Row = Record<string, unknown>;

export const TODAY = '2026-03-02';
export const COURSE = 'TGS-2099000001';

export interface RunFacts {
  startDate?: string;
  endDate?: string;
  /** Any other column of `course_run`. */
  columns?: Row;
  /** E-mail addresses of linked people, by role. */
  trainers?: readonly { email: string; role?: 'trainer' | 'assessor' }[];
  /** True for a run with a trainer from a list. */
  assigned?: boolean;
  enrolments?: readonly Row[];
}

/** A provider with one course, over a real database. */
export interface AttentionWorld {
  deps: TestDependencies;
  provider: { id: string; name: string };
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  insert(table: string, columns: Row): Promise<Row>;
  addRun(ssgRunId: string, facts?: RunFacts): Promise<string>;
  addChainRun(columns: Row): Promise<string>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function createAttentionWorld(environment: Record<string, string> = {}): Promise<AttentionWorld> {
  const deps = await createTestDependencies(environment);
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await deps.database.pool.query(sql, values)).rows;
  const insert = async (table: string, columns: Row): Promise<Row> => {
    const names = Object.keys(columns);
    const [row] = await rows(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING *`,
      Object.values(columns),
    );
    if (!row) throw new Error(`Nothing was inserted into ${table}.`);
    return row;
  };
  const provider = { id: deps.newId(), name: 'Invented Academy' };
  const courseId = deps.newId();
  await insert('training_provider', { id: provider.id, uen: '201999999Z', code: '201999999Z-01', name: provider.name });
  await insert('course', { id: courseId, provider_id: provider.id, course_code: COURSE, title: 'Invented course' });
  const trainerId = deps.newId();
  await insert('app_user', {
    id: trainerId,
    email: 'trainer@example.org',
    name: 'Invented Trainer',
    name_normalised: 'invented trainer',
  });

  const userOf = async (email: string): Promise<unknown> => {
    await rows(`INSERT INTO app_user (id, email, name, name_normalised) VALUES ($1, $2, $2, $2) ON CONFLICT DO NOTHING`, [
      deps.newId(),
      email,
    ]);
    return (await rows('SELECT id FROM app_user WHERE email = $1', [email]))[0]?.id;
  };

  return {
    deps,
    provider,
    rows,
    insert,
    addRun: async (ssgRunId, facts = {}) => {
      const id = deps.newId();
      const assigned = {
        assigned_trainer_id: trainerId,
        assigned_trainer_email: 'trainer@example.org',
        assignment_source: 'email_list',
      };
      const start = facts.startDate ?? '2026-03-04';
      await insert('course_run', {
        id,
        provider_id: provider.id,
        course_id: courseId,
        course_run_id: ssgRunId,
        class_status: 'Confirmed',
        start_date: start,
        end_date: facts.endDate ?? (start > TODAY ? start : TODAY),
        mode_of_learning: 'Physical',
        ...(facts.assigned !== false && facts.trainers === undefined ? assigned : {}),
        ...facts.columns,
      });
      for (const { email, role = 'trainer' } of facts.trainers ?? [])
        await insert('course_run_trainer', {
          id: deps.newId(),
          provider_id: provider.id,
          course_run_id: id,
          trainer_id: await userOf(email.toLowerCase()),
          trainer_name: 'Invented Trainer',
          trainer_email: email,
          role,
          assignment_source: 'ssg',
        });
      for (const columns of facts.enrolments ?? []) {
        const learnerId = deps.newId();
        await insert('learner', { id: learnerId, provider_id: provider.id, name: 'Invented Learner' });
        await insert('enrollment', {
          id: deps.newId(),
          provider_id: provider.id,
          learner_id: learnerId,
          course_id: courseId,
          course_run_id: id,
          enrolment_status: 'Confirmed',
          ...columns,
        });
      }
      return id;
    },
    addChainRun: async (columns) => {
      const row = await insert('task_chain_logs', {
        chain_name: 'tgs_daily',
        provider_id: provider.id,
        status: 'failed',
        completed_at: '2026-03-01T19:00:00Z',
        trigger: 'schedule',
        requested_by: 'system',
        mode: 'full',
        today: TODAY,
        ...columns,
      });
      return String(row.id);
    },
    reset: async () => {
      await rows(
        'TRUNCATE course_run, enrollment, learner, learner_review, sync_batch, task_chain_logs, incident, alert_delivery CASCADE',
      );
    },
    close: () => deps.close(),
  };
}
