import type { Pool } from 'pg';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import { UnknownChainRunError } from '../workflow/chain-run-row.js';
import type { ActivityBatch, ActivityPosition } from './activity.js';
import { ActivityFeed } from './activity-feed.js';
import type { FollowedEvent } from './chain-event.js';
import { ChainEventLog } from './chain-event-log.js';
import { ChainRunFeed } from './chain-run-feed.js';
import { type ChangedRun, ChangedRuns } from './changed-runs.js';
import type { EventChannel } from './event-channel.js';
import { readEnd, readEvents, readLastNumbers, readNewestRuns, readProviders } from './read-events.js';

/** How many of the newest runs are compared when signals may have been lost. */
const NEWEST_RUNS = 500;

/** The process is stopping: what a subscriber has not got, it gets from another process, from the number it has. */
export class EventHubClosedError extends Error {
  readonly remedy = 'Subscribe again, with the number of the last event that arrived as `after`.';
  constructor() {
    super('The server is stopping.');
    this.name = 'EventHubClosedError';
  }
}

/** The one place of a process where events of chain runs, and whatever else happens, arrive and are handed to whoever follows them. */
export interface EventHub {
  /**
   * The run's events with numbers above `after`: those stored, then live ones, each once, in order, to the run's final one.
   * Ends with `EventHubClosedError` where the process stops. Throws `UnknownChainRunError`.
   *
   * @param isVisible whether whoever asks may know of a run of this provider; where not, there is no such run
   */
  subscribe(
    chainRunId: string,
    after: number,
    isVisible?: (providerId: string | null) => boolean,
  ): Promise<AsyncIterableIterator<FollowedEvent, undefined>>;
  /** Chain runs that changed from now on. */
  runsChanged(): Promise<AsyncIterableIterator<ChangedRun, undefined>>;
  /**
   * What the activity log has after a position, or from now on where it is null: each row once, in order, without end but
   * `EventHubClosedError`. Throws `CursorTooOldError`.
   */
  activity(after: ActivityPosition | null): Promise<AsyncIterableIterator<ActivityBatch, undefined>>;
  /** Tells other processes that a transaction with events up to `number` has committed. Never rejects. */
  publish(chainRunId: string, number: number): Promise<void>;
  /** How many subscriptions are open in this process. */
  readonly subscribers: number;
  /** Ends all subscriptions with `EventHubClosedError`, and takes no more. Publishing goes on. */
  endSubscriptions(): void;
  /** Ends subscriptions and the channel. May be called again. */
  close(): Promise<void>;
}

export interface EventHubOptions {
  pool: Pool;
  channel: EventChannel;
  log: Logger;
  /** How often runs with subscribers are looked at in case a signal was lost. Milliseconds; default 3000. */
  lookEveryMs?: number;
  /** A changed run is told at most once in this time. Milliseconds; default 200. */
  changeIntervalMs?: number;
}

const CHAIN_RUN_NUMBER = /^[1-9]\d{0,17}$/;

/** Nothing is connected before the first subscriber. */
export function createEventHub(options: EventHubOptions): EventHub {
  const { pool, channel, log, lookEveryMs = 3000, changeIntervalMs = 200 } = options;
  const feeds = new Map<string, ChainRunFeed>();
  const opening = new Map<string, Promise<ChainRunFeed>>();
  const rest = () => {
    if (feeds.size > 0 || changes.subscribers > 0 || activity.subscribers > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
  };
  let listening = false;
  let timer: NodeJS.Timeout | null = null;
  let closed: EventHubClosedError | null = null;

  const reportFailure = (error: unknown) => {
    if (closed) return;
    log.warn({ event: 'chain_events_unreadable', failure: loggableError(error) }, 'events could not be read; it is tried again');
  };

  const changes = new ChangedRuns(changeIntervalMs, {
    readProviders: (ids) => readProviders(pool, ids),
    onUnused: rest,
    onReadFailure: reportFailure,
  });
  const activity = new ActivityFeed(pool, { onUnused: rest, onReadFailure: reportFailure });

  /** Compares with the database itself: for signals that were lost, and runs that were purged. */
  const look = async (): Promise<void> => {
    activity.look();
    // A run that is being opened may have been read before listening began.
    await Promise.allSettled(opening.values());
    const ids = [...feeds.keys()];
    const [numbers, newest] = await Promise.all([
      ids.length > 0 ? readLastNumbers(pool, ids) : new Map<string, number>(),
      changes.subscribers > 0 ? readNewestRuns(pool, NEWEST_RUNS) : new Map<string, number>(),
    ]);
    for (const id of ids) {
      const number = numbers.get(id);
      if (number === undefined) feeds.get(id)?.fail(new UnknownChainRunError(id));
      else feeds.get(id)?.confirm(number);
    }
    for (const [id, number] of newest) changes.reach(id, number);
  };
  const lookSafely = () => void look().catch(reportFailure);
  const lookFromNowOn = () => {
    timer ??= setInterval(lookSafely, lookEveryMs);
  };

  const begin = () => {
    if (closed) throw closed;
    if (listening) return;
    listening = true;
    channel.listen({
      onListening: lookSafely,
      onSignal: (signal) => {
        if ('activity' in signal) return activity.look();
        const { chainRunId, number } = signal;
        feeds.get(chainRunId)?.reach(number);
        opening.get(chainRunId)?.then(
          (feed) => feed.reach(number),
          () => undefined,
        );
        changes.reach(chainRunId, number);
      },
    });
  };

  const openFeed = async (chainRunId: string): Promise<ChainRunFeed> => {
    const end = CHAIN_RUN_NUMBER.test(chainRunId) ? await readEnd(pool, chainRunId) : null;
    if (!end) throw new UnknownChainRunError(chainRunId);
    if (closed) throw closed;
    const { providerId } = end;
    const read = async (after: number, upTo: number) =>
      (await readEvents(pool, chainRunId, after, upTo)).map((event) => ({ ...event, providerId }));
    const feed = new ChainRunFeed(new ChainEventLog(read), end, {
      onReadFailure: reportFailure,
      onUnused: () => {
        feeds.delete(chainRunId);
        rest();
      },
    });
    feeds.set(chainRunId, feed);
    lookFromNowOn();
    return feed;
  };
  /** Those who ask at the same time open it together. */
  const openOnce = (chainRunId: string): Promise<ChainRunFeed> => {
    const running = opening.get(chainRunId) ?? openFeed(chainRunId).finally(() => opening.delete(chainRunId));
    opening.set(chainRunId, running);
    return running;
  };

  const endSubscriptions = () => {
    if (closed) return;
    closed = new EventHubClosedError();
    if (timer) clearInterval(timer);
    timer = null;
    for (const feed of feeds.values()) feed.fail(closed);
    changes.fail(closed);
    activity.fail(closed);
  };

  return {
    async subscribe(chainRunId, after, isVisible = () => true) {
      begin();
      for (;;) {
        const feed = feeds.get(chainRunId) ?? (await openOnce(chainRunId));
        // Whoever opened it with us may have left already, and the feed with them.
        if (feeds.get(chainRunId) !== feed) continue;
        if (isVisible(feed.providerId)) return feed.subscribe(after);
        feed.leaveUnused();
        throw new UnknownChainRunError(chainRunId);
      }
    },
    async runsChanged() {
      begin();
      if (changes.subscribers === 0) changes.begin(await readNewestRuns(pool, NEWEST_RUNS));
      if (closed) throw closed;
      const subscription = changes.subscribe();
      lookFromNowOn();
      // For what changed between that reading and this subscription.
      lookSafely();
      return subscription;
    },
    async activity(after) {
      begin();
      const subscription = await activity.subscribe(after);
      if (closed) throw closed;
      lookFromNowOn();
      // For what happened between the beginning of the reading and this subscription.
      activity.look();
      return subscription;
    },
    async publish(chainRunId, number) {
      await channel.publish({ chainRunId, number });
      // Where the database cannot tell by itself: what a run wrote is activity too.
      await channel.publish({ activity: true });
    },
    get subscribers() {
      return [...feeds.values()].reduce((sum, feed) => sum + feed.subscribers, changes.subscribers + activity.subscribers);
    },
    endSubscriptions,
    async close() {
      endSubscriptions();
      await channel.close();
    },
  };
}
