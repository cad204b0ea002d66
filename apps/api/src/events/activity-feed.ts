import type { Pool } from 'pg';
import { type ActivityBatch, type ActivityPosition, CursorTooOldError, isAfter, isSeenIn } from './activity.js';
import { pulledIterator } from './pulled-iterator.js';
import { batchesOf, isKept, readActivity, readEndOfActivity } from './read-activity.js';
import { Waiter } from './waiter.js';

export interface ActivityFeedHooks {
  /** The last subscriber has gone. */
  onUnused(): void;
  /** The database could not be read. Subscribers stay, and go on at the next signal or look. */
  onReadFailure(error: unknown): void;
}

/** What is kept in memory of the log: all of it behind `begin`, as far as it was read. */
interface Window {
  begin: ActivityPosition;
  end: ActivityPosition;
  batches: ActivityBatch[];
}

/** Batches kept in memory; a subscriber that is slower reads the database for itself. */
const MOST_BATCHES = 200;
/** How soon rows that wait for an older transaction are looked at again: at first, and at most. Milliseconds. */
const WAITING = { first: 25, longest: 1000 };

/**
 * The activity log as the subscribers of this process follow it. It is read once for all of them, and they get the same
 * objects, so that what is made of one can be shared.
 */
export class ActivityFeed {
  private window: Window | null = null;
  private opening: Promise<Window> | null = null;
  private readonly subscriptions = new Set<Waiter>();
  private failure: Error | null = null;
  private reading = false;
  private again = false;
  private retry: NodeJS.Timeout | null = null;
  private retryMs = WAITING.first;

  constructor(
    private readonly pool: Pool,
    private readonly hooks: ActivityFeedHooks,
  ) {}

  get subscribers(): number {
    return this.subscriptions.size;
  }

  /** Reads what is new. A signal or the clock asks for it; several at once are one reading and one more. */
  look(): void {
    if (!this.window) return;
    this.again = true;
    if (!this.reading) void this.readOn(this.window);
  }

  /** Ends every subscription with an error. */
  fail(error: Error): void {
    this.failure = error;
    this.wakeAll();
  }

  /**
   * What happened after a position, or from now on where it is null: each row once, in order, without end. Throws
   * `CursorTooOldError` where the log does not reach back that far.
   */
  async subscribe(after: ActivityPosition | null): Promise<AsyncIterableIterator<ActivityBatch, undefined>> {
    if (after && !(await isKept(this.pool, after))) throw new CursorTooOldError();
    const subscription = new Waiter();
    this.subscriptions.add(subscription);
    const leave = () => {
      if (!this.subscriptions.delete(subscription)) return;
      subscription.wake();
      if (this.subscriptions.size === 0) this.rest();
    };
    try {
      // In this order: who begins now begins within the window, and never reads the database alone.
      await this.open();
      const start = after ? { ...after, snapshot: null } : await readEndOfActivity(this.pool);
      const take = this.takeFrom(start, subscription);
      return pulledIterator(start.snapshot === null ? take : onlyNews(take, start.snapshot), leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  private takeFrom(start: ActivityPosition, subscription: Waiter): () => Promise<ActivityBatch | undefined> {
    let position = start;
    let stored: ActivityBatch[] = [];
    return async () => {
      while (this.subscriptions.has(subscription)) {
        if (this.failure) throw this.failure;
        const window = await this.open();
        if (stored.length === 0 && isAfter(window.begin, position)) {
          const { rows } = await readActivity(this.pool, position);
          stored = batchesOf(rows);
          // Nothing can come before the beginning of the window any more.
          if (stored.length === 0) position = window.begin;
        }
        const batch = stored.shift() ?? batchAfter(window, position);
        if (batch) {
          position = batch[batch.length - 1] ?? batch[0];
          return batch;
        }
        if (!isAfter(window.begin, position)) await subscription.wait();
      }
      return undefined;
    };
  }

  /** Those who come at the same time open it together. */
  private async open(): Promise<Window> {
    if (this.window) return this.window;
    this.opening ??= readEndOfActivity(this.pool)
      .then((end) => {
        this.window = { begin: end, end, batches: [] };
        return this.window;
      })
      .finally(() => {
        this.opening = null;
      });
    return await this.opening;
  }

  private async readOn(window: Window): Promise<void> {
    this.reading = true;
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    let waiting = false;
    try {
      while (this.again && this.window === window) {
        this.again = false;
        const page = await readActivity(this.pool, window.end);
        waiting = page.waiting;
        this.again ||= page.full;
        this.append(window, batchesOf(page.rows));
      }
    } catch (error) {
      this.hooks.onReadFailure(error);
    } finally {
      this.reading = false;
    }
    if (this.window !== window) return this.look();
    if (waiting) this.lookSoon();
    else this.retryMs = WAITING.first;
  }

  private append(window: Window, batches: readonly ActivityBatch[]): void {
    const newest = batches.at(-1)?.at(-1);
    if (!newest) return;
    window.batches.push(...batches);
    window.end = newest;
    for (const dropped of window.batches.splice(0, window.batches.length - MOST_BATCHES))
      window.begin = dropped[dropped.length - 1] ?? dropped[0];
    this.retryMs = WAITING.first;
    this.wakeAll();
  }

  /** The transaction that rows wait for may end without a word of its own. */
  private lookSoon(): void {
    this.retry = setTimeout(() => this.look(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, WAITING.longest);
  }

  private wakeAll(): void {
    for (const subscription of this.subscriptions) subscription.wake();
  }

  private rest(): void {
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    this.window = null;
    this.hooks.onUnused();
  }
}

/** Leaves out what was committed already when somebody began who asked for what happens from then on. */
const onlyNews =
  (take: () => Promise<ActivityBatch | undefined>, snapshot: string) => async (): Promise<ActivityBatch | undefined> => {
    for (let batch = await take(); batch; batch = await take()) {
      // Whole ones stay the objects that they are, for these are shared.
      if (!batch.some((row) => isSeenIn(snapshot, row))) return batch;
      const [first, ...rest] = batch.filter((row) => !isSeenIn(snapshot, row));
      if (first) return [first, ...rest];
    }
    return undefined;
  };

/** The first batch that has something behind a position, or what of it lies behind. */
function batchAfter({ batches }: Window, position: ActivityPosition): ActivityBatch | undefined {
  for (const batch of batches) {
    if (isAfter(batch[0], position)) return batch;
    const [first, ...rest] = batch.filter((row) => isAfter(row, position));
    if (first) return [first, ...rest];
  }
  return undefined;
}
