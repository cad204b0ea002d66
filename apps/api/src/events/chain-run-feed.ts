import { FINAL_EVENT_KINDS, type FollowedEvent } from './chain-event.js';
import type { ChainEventLog } from './chain-event-log.js';
import { pulledIterator } from './pulled-iterator.js';
import { Waiter } from './waiter.js';

export interface FeedHooks {
  /** The last subscriber has gone. */
  onUnused(): void;
  /** The database could not be read. Subscribers stay, and go on at the next signal or look. */
  onReadFailure(error: unknown): void;
}

/** One chain run as its subscribers in this process follow it. */
export class ChainRunFeed {
  /** How far the run's log is believed to reach. */
  private last: number;
  private final: number | null;
  private failure: Error | null = null;
  private readonly subscriptions = new Set<Waiter>();
  /** Whose run it is: row id of the provider; null: the installation's own. */
  readonly providerId: string | null;

  constructor(
    private readonly log: ChainEventLog,
    end: { last: number; final: number | null; providerId: string | null },
    private readonly hooks: FeedHooks,
  ) {
    this.last = end.last;
    this.final = end.final;
    this.providerId = end.providerId;
  }

  get subscribers(): number {
    return this.subscriptions.size;
  }

  /** A signal says that the log reaches to `number`: what is new is read once, then everybody who waits goes on. */
  reach(number: number): void {
    this.last = Math.max(this.last, number);
    if (!this.log.at(number)) void this.readTo(number);
  }

  /** The database says so: unlike a signal this is never too much, and a lost signal is made up for. */
  confirm(number: number): void {
    this.last = number;
    this.reach(number);
  }

  /** Ends every subscription with an error. */
  fail(error: Error): void {
    this.failure = error;
    this.wakeAll();
  }

  /** The events after `after`: those stored, then those to come, each once and in order, to the run's final one. */
  subscribe(after: number): AsyncIterableIterator<FollowedEvent, undefined> {
    const subscription = new Waiter();
    let delivered = after;
    this.subscriptions.add(subscription);
    const leave = () => {
      if (!this.subscriptions.delete(subscription)) return;
      subscription.wake();
      if (this.subscriptions.size === 0) this.hooks.onUnused();
    };
    const take = async (): Promise<FollowedEvent | undefined> => {
      while (this.subscriptions.has(subscription)) {
        if (this.failure) throw this.failure;
        if (this.final !== null && delivered >= this.final) return undefined;
        const event = this.log.at(delivered + 1) ?? (delivered < this.last ? await this.load(delivered + 1) : undefined);
        if (event) {
          delivered = event.number;
          if (isFinal(event)) this.final ??= event.number;
          return event;
        }
        await subscription.wait();
      }
      return undefined;
    };
    return pulledIterator(take, leave);
  }

  /** Whoever asked for it may not follow it. */
  leaveUnused(): void {
    if (this.subscriptions.size === 0) this.hooks.onUnused();
  }

  private async readTo(number: number): Promise<void> {
    // A query that is under way may have begun before the commit; a second one has not.
    const event = (await this.load(number)) ?? (await this.load(number));
    if (event && isFinal(event)) this.final ??= event.number;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const subscription of this.subscriptions) subscription.wake();
  }

  private async load(number: number): Promise<FollowedEvent | undefined> {
    try {
      return await this.log.load(number);
    } catch (error) {
      this.hooks.onReadFailure(error);
      return undefined;
    }
  }
}

const isFinal = ({ kind }: FollowedEvent): boolean => FINAL_EVENT_KINDS.includes(kind);
