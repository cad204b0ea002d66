import { Client, type ClientConfig, type Notification } from 'pg';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import { CHANNELS, type EventChannel, readSignal, type SignalListener } from './event-channel.js';

export interface PostgresChannelOptions {
  /** Where to connect, as the pool does. */
  connection: ClientConfig;
  log: Logger;
  /** The wait before connecting again doubles from the first to the second. Milliseconds; default 100 and 5000. */
  backoffMs?: { first: number; longest: number };
}

/**
 * Signals over LISTEN, on a connection of its own: a pool would hand it to others. NOTIFY is sent by `appendEvents`, and by the
 * triggers of the activity log, in their transactions, so there is nothing to publish.
 */
export function createPostgresChannel(options: PostgresChannelOptions): EventChannel {
  const { connection, log, backoffMs = { first: 100, longest: 5000 } } = options;
  let client: Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let waitMs = backoffMs.first;
  let closed = false;

  const connect = async (listener: SignalListener): Promise<void> => {
    const connecting = new Client({ ...connection, application_name: 'rollcall events', keepAlive: true });
    client = connecting;
    let lost = false;
    /** A broken connection may tell so several times, and a failed attempt once more. */
    const lose = (error?: unknown) => {
      if (lost || closed) return;
      lost = true;
      client = null;
      log.warn(
        { event: 'event_channel_lost', retryMs: waitMs, ...(error !== undefined && { failure: loggableError(error) }) },
        'the connection that listens for events was lost; it is made again',
      );
      connecting.end().catch(() => undefined);
      retry = setTimeout(() => void connect(listener), waitMs);
      waitMs = Math.min(waitMs * 2, backoffMs.longest);
    };
    connecting.on('error', lose);
    connecting.on('end', () => lose());
    connecting.on('notification', ({ channel, payload }: Notification) => {
      const signal = readSignal(channel, payload);
      if (signal) listener.onSignal(signal);
    });
    try {
      await connecting.connect();
      await connecting.query(CHANNELS.map((channel) => `LISTEN ${channel}`).join('; '));
    } catch (error) {
      return lose(error);
    }
    if (lost || closed) return;
    waitMs = backoffMs.first;
    listener.onListening();
  };

  return {
    listen: (listener) => {
      if (!closed) void connect(listener);
    },
    publish: async () => undefined,
    close: async () => {
      closed = true;
      if (retry) clearTimeout(retry);
      // Ending a connection that is broken already fails, which is as good as ended.
      await client?.end().catch(() => undefined);
      client = null;
    },
  };
}
