import type { PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { type Activity, type ActivityPosition, isSeenIn } from '../../events/activity.js';
import { readActivity } from '../../events/read-activity.js';
import { inTransaction } from '../../persistence/transaction.js';
import { webhookPayloads } from './webhook-payload.js';

interface Endpoint {
  id: string;
  providerId: string;
  kinds: string[];
  transaction: string;
  number: string;
  startSnapshot: string | null;
}

/** Webhooks for which the log may have news. */
const BEHIND = `
  SELECT id FROM webhook_endpoint AS endpoint WHERE active AND EXISTS (
    SELECT FROM activity WHERE (activity.transaction_id, activity.number) > (endpoint.cursor_transaction, endpoint.cursor_number)
      AND activity.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))
  ORDER BY id`;

/** One that another process is at is left to it. */
const TAKE = `
  SELECT id, provider_id AS "providerId", kinds, cursor_transaction::text AS transaction, cursor_number::text AS number,
    start_snapshot::text AS "startSnapshot"
  FROM webhook_endpoint WHERE id = $1 AND active FOR UPDATE SKIP LOCKED`;

/** What is there already was made by somebody who had read the same row of the log: it is the same message. */
const INSERT = `
  INSERT INTO webhook_delivery (id, endpoint_id, activity_number, kind, payload, next_attempt_at)
  SELECT id, $2, number, kind, payload, date_trunc('milliseconds', now())
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, number bigint, kind text, payload jsonb)
  ON CONFLICT (endpoint_id, activity_number, kind) WHERE resent_from_id IS NULL DO NOTHING`;

const MOVE = `
  UPDATE webhook_endpoint SET cursor_transaction = $2::text::xid8, cursor_number = $3::bigint WHERE id = $1`;

/**
 * Makes what is new in the activity log into messages, one per webhook and row, and gives their number. Each webhook's place
 * in the log moves in the transaction that writes its messages, so that none is left out or made twice.
 */
export async function queueWebhookDeliveries(
  deps: Pick<Dependencies, 'database' | 'newId'>,
  signal: AbortSignal,
): Promise<number> {
  const { pool } = deps.database;
  const { rows } = await pool.query<{ id: string }>(BEHIND);
  let queued = 0;
  for (const { id } of rows) {
    for (let more = true; more && !signal.aborted; ) {
      const page = await inTransaction(pool, (transaction) => queuePage(transaction, deps, id));
      queued += page.queued;
      more = page.more;
    }
  }
  return queued;
}

async function queuePage(
  transaction: PoolClient,
  deps: Pick<Dependencies, 'newId'>,
  id: string,
): Promise<{ queued: number; more: boolean }> {
  const { rows } = await transaction.query<Endpoint>(TAKE, [id]);
  const [endpoint] = rows;
  if (!endpoint) return { queued: 0, more: false };
  const after: ActivityPosition = { transaction: BigInt(endpoint.transaction), number: BigInt(endpoint.number) };
  const page = await readActivity(transaction, after);
  const last = page.rows.at(-1);
  if (!last) return { queued: 0, more: false };
  const wanted = page.rows.filter((row) => wants(endpoint, row));
  if (wanted.length > 0) {
    const payloads = await webhookPayloads(transaction, wanted);
    const deliveries = wanted.map(({ number, kind }, index) => ({
      id: deps.newId(),
      number: String(number),
      kind,
      payload: payloads[index],
    }));
    await transaction.query(INSERT, [JSON.stringify(deliveries), id]);
  }
  await transaction.query(MOVE, [id, String(last.transaction), String(last.number)]);
  return { queued: wanted.length, more: page.full };
}

const wants = ({ providerId, kinds, startSnapshot }: Endpoint, row: Activity): boolean =>
  row.providerId === providerId &&
  (kinds.length === 0 || kinds.includes(row.kind)) &&
  !(startSnapshot !== null && isSeenIn(startSnapshot, row));
