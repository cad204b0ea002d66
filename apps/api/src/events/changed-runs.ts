import { pulledIterator } from './pulled-iterator.js';
import { Waiter } from './waiter.js';

/** A chain run whose row or events changed. */
export interface ChangedRun {
  chainRunId: string;
  /** The number of its newest event. */
  number: number;
}

interface Subscription {
  waiter: Waiter;
  /** What it has not taken yet: each run once, however slow it is. */
  pending: Map<string, number>;
}

/**
 * Tells subscribers which chain runs changed, each at most once per interval: whoever shows runs reads them again, and a
 * run may have many events a second.
 */
export class ChangedRuns {
  /** What subscribers were told or could read for themselves when they came. */
  private readonly known = new Map<string, number>();
  private readonly changed = new Map<string, number>();
  private readonly subscriptions = new Set<Subscription>();
  private failure: Error | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** @param onUnused called when the last subscriber has gone */
  constructor(
    private readonly intervalMs: number,
    private readonly onUnused: () => void,
  ) {}

  get subscribers(): number {
    return this.subscriptions.size;
  }

  /** What is no news: how far the newest runs reached when the first subscriber came. */
  begin(numbers: ReadonlyMap<string, number>): void {
    for (const [id, number] of numbers) this.known.set(id, Math.max(number, this.known.get(id) ?? 0));
  }

  /** A run has events up to `number`. */
  reach(chainRunId: string, number: number): void {
    if (this.subscriptions.size === 0 || number <= (this.known.get(chainRunId) ?? 0)) return;
    this.known.set(chainRunId, number);
    this.changed.set(chainRunId, number);
    this.timer ??= setTimeout(() => this.tell(), this.intervalMs);
  }

  /** Ends every subscription with an error. */
  fail(error: Error): void {
    this.failure = error;
    for (const { waiter } of this.subscriptions) waiter.wake();
  }

  subscribe(): AsyncIterableIterator<ChangedRun, undefined> {
    const subscription: Subscription = { waiter: new Waiter(), pending: new Map() };
    this.subscriptions.add(subscription);
    const leave = () => {
      if (!this.subscriptions.delete(subscription)) return;
      subscription.waiter.wake();
      if (this.subscriptions.size === 0) this.rest();
    };
    const take = async (): Promise<ChangedRun | undefined> => {
      while (this.subscriptions.has(subscription)) {
        if (this.failure) throw this.failure;
        for (const [chainRunId, number] of subscription.pending) {
          subscription.pending.delete(chainRunId);
          return { chainRunId, number };
        }
        await subscription.waiter.wait();
      }
      return undefined;
    };
    return pulledIterator(take, leave);
  }

  private tell(): void {
    this.timer = null;
    for (const { pending, waiter } of this.subscriptions) {
      for (const [id, number] of this.changed) pending.set(id, number);
      waiter.wake();
    }
    this.changed.clear();
  }

  private rest(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.changed.clear();
    this.known.clear();
    this.onUnused();
  }
}
