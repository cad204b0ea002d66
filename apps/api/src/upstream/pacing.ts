import { setTimeout as wait } from 'node:timers/promises';
import type { CallLimiter } from '@rollcall/ssg/call-limiter';
import type { Pool } from 'pg';

/**
 * Reserves the next slot of an upstream for a provider, for all processes together (S0.34, bug 22): the row is the
 * clock's hand, and the database's own clock moves it, so machines whose clocks differ keep one pace.
 */
const RESERVE_SLOT = `
  INSERT INTO upstream_slot AS slot (provider_id, upstream, next_at)
  VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (provider_id, upstream) DO UPDATE
    SET next_at = greatest(slot.next_at, clock_timestamp()) + $3 * interval '1 millisecond'
  RETURNING extract(epoch FROM next_at - $3 * interval '1 millisecond' - clock_timestamp()) * 1000 AS wait_ms`;

const PUSH_BACK = `
  INSERT INTO upstream_slot AS slot (provider_id, upstream, next_at)
  VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (provider_id, upstream) DO UPDATE
    SET next_at = greatest(slot.next_at, clock_timestamp() + $3 * interval '1 millisecond')`;

/**
 * A limiter that lets one call out per `intervalMs`, whatever the number of processes and calls in flight. A call that
 * waits can be cancelled; its slot is then lost, never shared. With an interval of 0 nothing is paced, but a pause that
 * SSG asks for (`Retry-After`) still holds.
 */
export function createPacer(options: { pool: Pool; providerId: string; upstream: string; intervalMs: number }): CallLimiter {
  const { pool, providerId, upstream, intervalMs } = options;
  let asked = false;
  return {
    acquire: async (_call, signal) => {
      signal?.throwIfAborted();
      if (intervalMs === 0 && !asked) return;
      const { rows } = await pool.query<{ wait_ms: string }>({
        name: 'reserve-slot',
        text: RESERVE_SLOT,
        values: [providerId, upstream, intervalMs],
      });
      const waitMs = Number(rows[0]?.wait_ms ?? 0);
      if (waitMs > 0) await wait(waitMs, undefined, { signal });
    },
    pauseFor: async (milliseconds) => {
      asked = true;
      await pool.query(PUSH_BACK, [providerId, upstream, milliseconds]);
    },
  };
}
