import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { inTransaction } from '../../persistence/transaction.js';
import { recordAudit } from '../audit/record-audit.js';
import { findProviderByUen } from '../training-providers/find-provider.js';
import type { PreflightCheck } from './check.js';
import type { PreflightDependencies } from './preflight-options.js';
import { runPreflight } from './run-preflight.js';

export interface CheckProvider {
  by: Principal;
  /** UEN. */
  provider: string;
}

/** SSG is asked three times, and whoever asked is told within the time limit of an operation. */
const CALL_MS = 8_000;

/**
 * Checks everything that a sync of a provider needs, for somebody who waits for it (S1.21): whoever may sync may look whether
 * it would work. Checks take turns at a provider. They write nothing but their audit. Throws `ActRefusal`.
 */
export async function checkProvider(
  deps: PreflightDependencies & { correlationId: string },
  { by, provider: uen }: CheckProvider,
): Promise<{ checks: PreflightCheck[] }> {
  const { pool } = deps.database;
  const path = ['input', 'provider'];
  const provider = await findProviderByUen(pool, uen.trim().toUpperCase());
  if (!provider) throw notFound('training provider', path);
  const { id: providerId } = provider;
  requireMay(by, 'course_run.sync', { providerId }, 'training provider', path);
  const checks = await oneAtATime(pool, providerId, () => runPreflight(deps, { uen: provider.uen, callMs: CALL_MS }));
  await inTransaction(pool, (transaction) =>
    recordAudit(transaction, {
      providerId,
      by,
      action: 'preflight.run',
      entityType: 'training_provider',
      entityId: providerId,
      after: Object.fromEntries(checks.map(({ name, status }) => [name, status])),
      correlationId: deps.correlationId,
    }),
  );
  return { checks };
}

/** The lock lives in a database session, so it ends with the process that took it, however that ends. */
async function oneAtATime<Result>(pool: Pool, providerId: string, work: () => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('rollcall preflight ' || $1, 0)) AS taken`,
      [providerId],
    );
    if (!rows[0]?.taken) throw atWork();
    return await work();
  } finally {
    // The session ends with the lock: a connection that goes back to the pool must not carry it along.
    client.release(true);
  }
}

const atWork = (): ActRefusal =>
  new ActRefusal({
    code: 'REFUSED',
    message: 'The checks are being made for this provider already.',
    remedy: 'Wait half a minute, and ask again.',
    path: ['input', 'provider'],
  });
