import type { Pool, PoolClient } from 'pg';
import type { Activity, ActivityBatch, ActivityPosition } from './activity.js';

/** Rows that are read at once. */
export const ACTIVITY_PAGE = 500;
/** Entities that one batch tells of; a single row has no more. */
const MOST_ENTITIES = 100;

type Row = Omit<Activity, 'transaction' | 'number'> & { transaction: string; number: string; settled: boolean };

/**
 * Rows in the order in which everybody sees them. A number is given before the commit, so a lower one may come later;
 * below the oldest transaction at work nothing can come any more. Rows that are committed already and lie above it wait.
 */
const READ = `
  SELECT transaction_id::text AS transaction, number::text, provider_id AS "providerId", kind, entity_ids AS "entityIds",
    change_set_id AS "changeSetId", chain_log_id::text AS "chainRunId", created_at AS "createdAt",
    transaction_id < pg_snapshot_xmin(pg_current_snapshot()) AS settled
  FROM activity WHERE (transaction_id, number) > ($1::text::xid8, $2::bigint)
  ORDER BY activity.transaction_id, activity.number LIMIT ${ACTIVITY_PAGE}`;

export interface ActivityPage {
  rows: Activity[];
  /** There may be more to read at once. */
  full: boolean;
  /** Rows are there that must wait for an older transaction, which may end without any signal. */
  waiting: boolean;
}

/** The rows after a position, exclusive, that no later reading can put others before. */
export async function readActivity(db: Pool | PoolClient, after: ActivityPosition): Promise<ActivityPage> {
  const { rows } = await db.query<Row>({
    name: 'read-activity',
    text: READ,
    values: [String(after.transaction), String(after.number)],
  });
  const settled = rows.filter((row) => row.settled);
  return { rows: settled.map(activityOf), full: settled.length === ACTIVITY_PAGE, waiting: settled.length < rows.length };
}

const activityOf = ({ providerId, kind, entityIds, changeSetId, chainRunId, createdAt, ...position }: Row): Activity => ({
  transaction: BigInt(position.transaction),
  number: BigInt(position.number),
  providerId,
  kind,
  entityIds,
  changeSetId,
  chainRunId,
  createdAt,
});

/**
 * The present end of the log: everything that is settled lies before it, and everything else behind it. Of that some may be
 * committed already, and no news to whoever begins here: `snapshot` knows which.
 */
export async function readEndOfActivity(db: Pool | PoolClient): Promise<ActivityPosition & { snapshot: string }> {
  const { rows } = await db.query<{ transaction: string; snapshot: string }>(
    'SELECT pg_snapshot_xmin(now)::text AS transaction, now::text AS snapshot FROM pg_current_snapshot() AS now',
  );
  const [end] = rows;
  if (!end) throw new Error('PostgreSQL did not say where it is.');
  return { transaction: BigInt(end.transaction), number: 0n, snapshot: end.snapshot };
}

/** Whether the log still has this row, and with it all that came after: old rows go in order. */
export async function isKept(pool: Pool, { transaction, number }: ActivityPosition): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM activity WHERE number = $2::bigint AND transaction_id = $1::text::xid8 AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())',
    [String(transaction), String(number)],
  );
  return rowCount === 1;
}

/** Puts rows together that were read together, in order. */
export function batchesOf(rows: readonly Activity[]): ActivityBatch[] {
  const batches: [Activity, ...Activity[]][] = [];
  let entities = 0;
  for (const row of rows) {
    const batch = batches.at(-1);
    entities += row.entityIds.length;
    if (batch && entities <= MOST_ENTITIES) batch.push(row);
    else {
      batches.push([row]);
      entities = row.entityIds.length;
    }
  }
  return batches;
}
