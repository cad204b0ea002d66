import type { PoolClient } from 'pg';

/** Who acts on chain runs from outside. */
export interface Actor {
  type: 'user' | 'api_key' | 'token' | 'system';
  name: string;
}

/** Chain runs have numbers, not row ids: theirs stands in `after`. */
const INSERT = `
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, after, reason)
  SELECT run.provider_id, $2, $2, $3, 'chain_run', $4::jsonb || jsonb_build_object('chainRun', run.id::text), $5 FROM task_chain_logs AS run WHERE run.id = $1`;

/** Writes the audit of an act on a chain run, in the transaction of the act (S3.8, bug 32). */
export async function recordAct(
  transaction: PoolClient,
  act: { action: string; chainRunId: string; by: Actor; facts?: Record<string, unknown> },
): Promise<void> {
  const { action, chainRunId, by, facts = {} } = act;
  await transaction.query(INSERT, [chainRunId, by.type, action, JSON.stringify(facts), `by ${by.name}`]);
}
