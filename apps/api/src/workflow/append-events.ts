import type { PoolClient } from 'pg';
import { maskIdentifiersIn } from '../identifiers/mask-identifier.js';
import { storableText } from '../persistence/storable-text.js';
import { rememberEvents } from './chain-transaction.js';

/** A line of a chain run's event log before it has its number. */
export interface NewChainEvent {
  /** `step_completed`. */
  kind: string;
  /** The step it is about; null where it is about the run. */
  step: string | null;
  /** One line for people. */
  message: string;
  /** JSON. */
  data?: unknown;
}

/**
 * One statement: the run's row is locked by the update, so whoever takes numbers after this transaction sees its events,
 * and a transaction that is rolled back gives its numbers back: no gap, no number out of order. The clock is read under
 * that lock, so later numbers are never earlier in time.
 */
const APPEND = `
  WITH run AS (
    UPDATE task_chain_logs SET last_event_number = last_event_number + $2::int WHERE id = $1::bigint RETURNING id, last_event_number
  ), appended AS (
    INSERT INTO task_chain_events (chain_log_id, number, kind, step, message, data, created_at)
    SELECT run.id, run.last_event_number - $2::int + event.position, event.kind, event.step, event.message, event.data, clock_timestamp()
    FROM run, ROWS FROM (jsonb_to_recordset($3::jsonb) AS (kind text, step text, message text, data jsonb))
      WITH ORDINALITY AS event (kind, step, message, data, position)
  )
  SELECT last_event_number AS number, pg_notify('rollcall_chain_events', id || ':' || last_event_number) FROM run`;

/**
 * Appends events to a chain run's log and tells every process of them once the transaction commits (over Redis the caller
 * publishes by itself, after the commit: `EventHub.publish`). Answers with the number of the last one. Throws where the
 * run does not exist.
 */
export async function appendEvents(
  transaction: PoolClient,
  chainRunId: string,
  events: readonly NewChainEvent[],
): Promise<number> {
  const { rows } = await transaction.query<{ number: number }>(APPEND, [
    chainRunId,
    events.length,
    JSON.stringify(events, shown),
  ]);
  const number = rows[0]?.number;
  if (number === undefined) throw new Error(`There is no chain run ${chainRunId} to append events to.`);
  rememberEvents(transaction, chainRunId, number);
  return number;
}

const UUID = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

/**
 * Messages may repeat what an upstream said: that must not cost the run its record of a failure, and no identifier may stand
 * in an event in the clear (S1.26), whoever wrote it.
 */
const shown = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? withoutIdentifiers(storableText(value)) : value;

/** A row's own id may by chance hold what looks like an NRIC, and must stay whole. */
const withoutIdentifiers = (text: string): string =>
  text
    .split(UUID)
    .map((part, index) => (index % 2 === 1 ? part : maskIdentifiersIn(part)))
    .join('');
