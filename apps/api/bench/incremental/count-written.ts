import type { Pool } from 'pg';

/** Tables that a quiet night leaves alone. */
const TABLES = ['course_run', 'course_run_trainer', 'learner', 'enrollment', 'learner_review', 'change_set'] as const;

/** The next transaction's number: rows written from now on carry it or a later one. */
export async function writtenMark(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ mark: string }>('SELECT pg_current_xact_id()::text AS mark');
  return rows[0]?.mark ?? '0';
}

/** Rows inserted or updated since the mark. */
export async function countWritten(pool: Pool, mark: string): Promise<number> {
  let written = 0;
  for (const table of TABLES) {
    const text = `SELECT count(*)::int AS rows FROM ${table} WHERE xmin::text::bigint > $1::bigint`;
    const { rows } = await pool.query<{ rows: number }>(text, [mark]);
    written += rows[0]?.rows ?? 0;
  }
  return written;
}
