import type { PoolClient } from 'pg';
import { StaleStateError } from '../../persistence/transaction.js';
import { recordChangesSql, recordChangesValues, type WrittenEntity } from '../audit/record-changes.js';
import type { Cancellation } from './plan-reconcile.js';

const SLICE = 500;

/** The version says that nobody wrote since the plan was made; the status says once more that only a live enrolment ends (S0.17). */
const CANCEL = `
  WITH written AS (
    UPDATE enrollment SET enrolment_status = row.status, ssg_status = row."ssgStatus", raw_data = row."rawData", raw_data_hash = row."rawDataHash",
      unconfirmed_since = NULL, version = enrollment.version + 1, updated_at = now()
    FROM jsonb_to_recordset($2::jsonb) AS row (id uuid, version integer, status text, "ssgStatus" text, "rawData" jsonb, "rawDataHash" text)
    WHERE enrollment.id = row.id AND enrollment.provider_id = $1 AND enrollment.version = row.version
      AND enrollment.enrolment_status IN ('Active', 'Confirmed', 'Pending')
    RETURNING enrollment.id
  ), ${recordChangesSql('written', 3)}
  SELECT count(*)::int AS rows FROM written`;

/**
 * Takes the ends over, with change set and audit in the same statement (bug 32): one statement per 500 enrolments. Throws
 * `StaleStateError`, so that the transaction is undone, where a row moved on since the plan was made.
 */
export async function applyCancellations(
  transaction: PoolClient,
  parts: { providerId: string; newId: () => string },
  cancellations: readonly Cancellation[],
): Promise<void> {
  for (let first = 0; first < cancellations.length; first += SLICE) {
    await applySlice(transaction, parts, cancellations.slice(first, first + SLICE));
  }
}

async function applySlice(
  transaction: PoolClient,
  { providerId, newId }: { providerId: string; newId: () => string },
  slice: readonly Cancellation[],
): Promise<void> {
  const entities = slice.map(({ change }): WrittenEntity => {
    return { entityType: 'enrolment', entityId: targetOf(change).id, action: 'update', fields: change.fields };
  });
  const header = { id: newId(), providerId, batchId: null, ssgRunId: null, phase: 'reconcile' } as const;
  const { rows } = await transaction.query<{ rows: number }>({
    name: 'apply-cancellations',
    text: CANCEL,
    values: [providerId, `[${slice.map(rowJson).join()}]`, ...recordChangesValues(header, entities)],
  });
  if (rows[0]?.rows !== slice.length) throw new StaleStateError('An enrolment');
}

/** The payload is JSON already and goes in as it is. */
function rowJson({ change, rawData }: Cancellation): string {
  const { status, ssgStatus, rawDataHash } = change.after;
  const columns = JSON.stringify({ ...targetOf(change), status, ssgStatus, rawDataHash });
  return `${columns.slice(0, -1)},"rawData":${rawData()}}`;
}

function targetOf({ target, key }: Cancellation['change']): { id: string; version: number } {
  if (target === null) throw new Error(`A cancellation never creates an enrolment, and ${key} has no row.`);
  return target;
}
