import { decideRemoval } from '@rollcall/domain/enrolment/decide-removal';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound, type RefusalCode, requireVersion } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import { expectRows } from '../../persistence/transaction.js';
import { recordAdminChanges } from '../audit/record-admin-changes.js';
import type { ActDependencies, EnrolmentAct } from './act-on-enrolments.js';
import { type LockedEnrolment, lockEnrolments } from './lock-enrolments.js';

/** The most enrolments of one act. */
export const MOST_ENROLMENTS = 100;

export interface EnrolmentsRemoval {
  by: Principal;
  /** Row ids in the order asked; null for what can be no enrolment's id. */
  enrolmentIds: readonly (string | null)[];
  /** Why, in their words. */
  reason: string;
  idempotencyKey?: string | null | undefined;
}

/** What became of one enrolment; plain, so that it can be kept with an idempotency key. */
export type RemovalOutcome =
  | { kind: 'removed'; enrolmentId: string; providerId: string; changed: boolean; explanation: string }
  | { kind: 'refused'; code: RefusalCode; message: string; remedy: string; path: string[] };

type Removed = Extract<RemovalOutcome, { kind: 'removed' }>;

/**
 * Takes learners out of their runs, so that no sync brings them back (S0.17, S0.18): 1 to 100 enrolments in one
 * transaction and a number of statements that does not depend on them. One that is refused leaves the others alone. Throws
 * `ActRefusal` where the input as a whole is wrong.
 */
export function removeEnrolments(deps: ActDependencies, removal: EnrolmentsRemoval): Promise<RemovalOutcome[]> {
  const { by, enrolmentIds, idempotencyKey } = removal;
  requireCount(enrolmentIds.length);
  const reason = requireReason(removal.reason);
  return runAct(deps, { by, act: 'enrolmentsRemove', input: { enrolmentIds, reason }, idempotencyKey }, (transaction) =>
    remove(transaction, deps, { by, enrolmentIds, reason, pathOf: (index) => ['input', 'enrolmentIds', String(index)] }),
  );
}

/** The same for one enrolment. Throws `ActRefusal` where it is refused. */
export function removeEnrolment(deps: ActDependencies, removal: EnrolmentAct & { reason: string }): Promise<Removed> {
  const { by, enrolmentId, expectedVersion, idempotencyKey } = removal;
  const reason = requireReason(removal.reason);
  const input = { enrolmentId, expectedVersion, reason };
  return runAct(deps, { by, act: 'enrolmentRemove', input, idempotencyKey }, async (transaction) => {
    const path = ['input', 'enrolmentId'];
    const one = { by, enrolmentIds: [enrolmentId], reason, pathOf: () => path, expectedVersion };
    const [outcome] = await remove(transaction, deps, one);
    if (outcome?.kind !== 'removed') throw outcome ? new ActRefusal(outcome) : notFound('enrolment', path);
    return outcome;
  });
}

interface Removal extends EnrolmentsRemoval {
  /** Where in the arguments an enrolment is named. */
  pathOf: (index: number) => string[];
  expectedVersion?: EnrolmentAct['expectedVersion'];
}

async function remove(transaction: PoolClient, deps: ActDependencies, removal: Removal): Promise<RemovalOutcome[]> {
  const { enrolmentIds } = removal;
  const rows = await lockEnrolments(
    transaction,
    [...new Set(enrolmentIds)].filter((id) => id !== null),
  );
  const changed = new Map<string, ReturnType<typeof decideOne>>();
  const outcomes = enrolmentIds.map((id, index): RemovalOutcome => {
    try {
      const decided = decideOne(id === null ? undefined : rows.get(id), removal, removal.pathOf(index));
      const { row, decision } = decided;
      // Named twice, an enrolment is removed once.
      const isFirst = decision.change !== null && !changed.has(row.id);
      if (isFirst) changed.set(row.id, decided);
      return {
        kind: 'removed',
        enrolmentId: row.id,
        providerId: row.providerId,
        changed: isFirst,
        explanation: decision.explanation,
      };
    } catch (error) {
      return refused(error);
    }
  });
  await write(transaction, deps, removal, [...changed.values()]);
  return outcomes;
}

function decideOne(row: LockedEnrolment | undefined, { by, expectedVersion }: Removal, path: string[]) {
  if (!row) throw notFound('enrolment', path);
  requireMay(by, 'enrolment.remove', { providerId: row.providerId }, 'enrolment', path);
  const decision = decideRemoval(row);
  // What was asked for is so already: whoever repeats a request whose answer was lost is not sent away.
  if (decision.change !== null) requireVersion('enrolment', row.version, expectedVersion);
  return { row, decision };
}

/** An expected failure that concerns one enrolment. Every other error is thrown as it is. */
function refused(error: unknown): RemovalOutcome {
  if (!(error instanceof ActRefusal)) throw error;
  // A version is asked for with a single enrolment only, and then the refusal is the answer as a whole.
  if (error.code === 'STALE_VERSION') throw error;
  const { code, message, remedy, path } = error;
  return { kind: 'refused', code, message, remedy, path: [...path] };
}

/** The moment of the write, not of the transaction's start: a sync that was waited for began later, and must not seem to have seen it. */
const REMOVE = `
  UPDATE enrollment SET enrolment_status = 'Admin Removed', version = version + 1, updated_at = clock_timestamp()
  WHERE id = ANY ($1::uuid[])`;

/** Two statements; one more for each further provider, where somebody works for several. */
async function write(
  transaction: PoolClient,
  { newId, correlationId }: ActDependencies,
  { by, reason }: Removal,
  changed: readonly ReturnType<typeof decideOne>[],
): Promise<void> {
  if (changed.length === 0) return;
  const result = await transaction.query(REMOVE, [changed.map(({ row }) => row.id)]);
  expectRows('An enrolment', result, changed.length);
  for (const providerId of new Set(changed.map(({ row }) => row.providerId))) {
    const removals = changed.filter(({ row }) => row.providerId === providerId);
    const runs = new Set(removals.map(({ row }) => row.ssgRunId));
    const [ssgRunId = null] = runs.size === 1 ? runs : [];
    const entities = removals.map(({ row, decision }) => ({
      entityType: 'enrolment' as const,
      entityId: row.id,
      action: 'update' as const,
      fields: decision.change?.fields ?? [],
    }));
    const act = { changeSetId: newId(), providerId, ssgRunId, by, action: 'enrolment.remove', reason, correlationId };
    await recordAdminChanges(transaction, act, entities);
  }
}

function requireCount(count: number): void {
  if (count >= 1 && count <= MOST_ENROLMENTS) return;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: `${count} enrolments were named.`,
    remedy: `Name 1 to ${MOST_ENROLMENTS} enrolments; ask again for further ones.`,
    path: ['input', 'enrolmentIds'],
  });
}
