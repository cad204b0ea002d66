import type { Pool } from 'pg';
import type { Logger } from '../logger.js';
import type { EventChannel } from './event-channel.js';
import { createPostgresChannel } from './postgres-channel.js';
import { createRedisChannel } from './redis-channel.js';

/** The channel that the settings name: Redis where `eventsUrl` is a `redis://` URL, else PostgreSQL, where `pool` connects to. */
export function createEventChannel(options: { eventsUrl: string | null; pool: Pool; log: Logger }): EventChannel {
  const { eventsUrl, pool, log } = options;
  if (eventsUrl !== null) return createRedisChannel({ url: eventsUrl, log });
  return createPostgresChannel({ connection: pool.options, log });
}
