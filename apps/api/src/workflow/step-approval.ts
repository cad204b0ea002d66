import type { Pool } from 'pg';
import type { StepContext } from './step-handler.js';

const NEWEST = `
  SELECT id AS "approvalId", counts, decided_by AS by FROM task_chain_approval WHERE chain_step_id = $1 AND status = 'approved' ORDER BY decided_at DESC LIMIT 1`;

/** What a person approved of a step, the newest decision; null where nobody did. */
export async function approvalOf(pool: Pool, stepId: string): Promise<StepContext['step']['approved']> {
  const { rows } = await pool.query<NonNullable<StepContext['step']['approved']>>(NEWEST, [stepId]);
  return rows[0] ?? null;
}
