import { data } from '@remix-run/node';

/** An answer that holds something told once: no cache keeps it. */
export const onceOnly = <Told>(told: Told) => data(told, { headers: { 'cache-control': 'no-store' } });
