import { Redis } from 'ioredis';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import { CHANNELS, type EventChannel, readSignal, writeSignal } from './event-channel.js';

const LONGEST_WAIT_MS = 5000;

/**
 * Signals over Redis' publish and subscribe, for installations whose processes should not all hold a connection to the
 * database for it. @param url `redis://127.0.0.1:6379`
 */
export function createRedisChannel(options: { url: string; log: Logger }): EventChannel {
  const { url, log } = options;
  const open = (role: string): Redis => {
    const redis = new Redis(url, {
      lazyConnect: true,
      // A signal is worth nothing later: it fails at once while Redis is away, and subscribers look for themselves.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      // Subscribed again below, where whoever listens is told of it.
      autoResubscribe: false,
      retryStrategy: (times) => Math.min(100 * 2 ** times, LONGEST_WAIT_MS),
    });
    let lost = false;
    // Each attempt to connect fails with an event of its own; one line tells as much as a thousand.
    redis.on('error', (error: unknown) => {
      if (!lost) log.warn({ event: 'event_channel_lost', role, failure: loggableError(error) }, 'Redis does not answer');
      lost = true;
    });
    redis.on('ready', () => {
      lost = false;
    });
    return redis;
  };

  let subscriber: Redis | null = null;
  let publisher: Redis | null = null;
  let connected: Promise<unknown> | null = null;
  let closed = false;

  return {
    listen: (listener) => {
      if (closed) return;
      const redis = open('subscriber');
      subscriber = redis;
      redis.on('message', (channel: string, payload: string) => {
        const signal = readSignal(channel, payload);
        if (signal) listener.onSignal(signal);
      });
      redis.on('ready', () => {
        // Where the connection breaks meanwhile, the next `ready` subscribes.
        redis.subscribe(...CHANNELS).then(
          () => listener.onListening(),
          () => undefined,
        );
      });
      // It is tried again by the retry strategy, and the log has the reason.
      redis.connect().catch(() => undefined);
    },
    publish: async (signal) => {
      if (closed) return;
      publisher ??= open('publisher');
      connected ??= publisher.connect().catch(() => undefined);
      await connected;
      const { channel, payload } = writeSignal(signal);
      try {
        await publisher.publish(channel, payload);
      } catch (error) {
        log.debug({ event: 'event_signal_lost', channel, payload, failure: loggableError(error) }, 'a signal was lost');
      }
    },
    close: async () => {
      closed = true;
      subscriber?.disconnect();
      publisher?.disconnect();
    },
  };
}
