import type { Pool } from 'pg';

export interface ProviderLock {
  /** Fires when the connection that holds the lock is gone, and with it the lock. */
  lost: AbortSignal;
  release(): Promise<void>;
}

const KEY = `hashtextextended('rollcall sync ' || $1, 0)`;

/** Whether somebody has the provider's sync lock now. Those who ask at the same time do not take one another for a sync. */
export async function isProviderLocked(pool: Pool, providerId: string): Promise<boolean> {
  const { rows } = await pool.query<{ free: boolean }>(`SELECT pg_try_advisory_xact_lock_shared(${KEY}) AS free`, [providerId]);
  return !rows[0]?.free;
}

/**
 * Takes the provider's sync lock, or returns null where another process holds it (bug 23). The lock lives in a database
 * session, so it ends with the process that took it, however that ends. It decides who starts; the batch's owner token
 * decides who may write.
 */
export async function takeProviderLock(pool: Pool, providerId: string): Promise<ProviderLock | null> {
  const client = await pool.connect();
  const lost = new AbortController();
  const loseLock = (error: Error) => lost.abort(new Error('The connection that holds the sync lock was lost.', { cause: error }));
  client.on('error', loseLock);
  try {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS taken`, [providerId]);
    if (!rows[0]?.taken) {
      client.off('error', loseLock);
      client.release();
      return null;
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    lost: lost.signal,
    // The session ends with the lock: a connection that goes back to the pool must not carry it along.
    release: async () => client.release(true),
  };
}
