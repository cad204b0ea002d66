import { pulledIterator } from './pulled-iterator.js';
import { Waiter } from './waiter.js';

/** A chain run whose row or events changed. */
export interface ChangedRun {
  chainRunId: string;
  /** Row id of its provider; null: the installation's own. */
  providerId: string | null;
  /** The number of its newest event. */
  number: number;
}

interface Subscription {
  waiter: Waiter;
  /** What it has not taken yet: each run once, however slow it is. All subscribers get the same object. */
  pending: Map<string, ChangedRun>;
}

export interface ChangedRunsHooks {
  /** The providers of chain runs, by their ids; a run that is gone is left out. */
  readProviders(chainRunIds: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** The last subscriber has gone. */
  onUnused(): void;
  /** The providers could not be read; it is tried again. */
  onReadFailure(error: unknown): void;
}

/** Runs whose provider is remembered; a run never changes it. */
const MOST_PROVIDERS = 10_000;

/**
 * Tells subscribers which chain runs changed, each at most once per interval: whoever shows runs reads them again, and a
 * run may have many events a second.
 */
export class ChangedRuns {
  /** What subscribers were told or could read for themselves when they came. */
  private readonly known = new Map<string, number>();
  private readonly changed = new Map<string, number>();
  private readonly providers = new Map<string, string | null>();
  private readonly subscriptions = new Set<Subscription>();
  private failure: Error | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly intervalMs: number,
    private readonly hooks: ChangedRunsHooks,
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
    this.timer ??= setTimeout(() => void this.tell(), this.intervalMs);
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
        for (const [chainRunId, run] of subscription.pending) {
          subscription.pending.delete(chainRunId);
          return run;
        }
        await subscription.waiter.wait();
      }
      return undefined;
    };
    return pulledIterator(take, leave);
  }

  private async tell(): Promise<void> {
    const changed = [...this.changed];
    this.changed.clear();
    let again = this.intervalMs;
    try {
      await this.learnProviders(changed.map(([id]) => id));
    } catch (error) {
      this.hooks.onReadFailure(error);
      for (const [id, number] of changed) this.changed.set(id, Math.max(number, this.changed.get(id) ?? 0));
      again = this.intervalMs * 10;
    }
    this.timer = null;
    if (this.subscriptions.size === 0) return this.changed.clear();
    for (const [chainRunId, number] of changed) {
      const providerId = this.providers.get(chainRunId);
      if (providerId === undefined || this.changed.has(chainRunId)) continue;
      const run: ChangedRun = { chainRunId, providerId, number };
      for (const { pending } of this.subscriptions) pending.set(chainRunId, run);
    }
    for (const { waiter } of this.subscriptions) waiter.wake();
    if (this.changed.size > 0) this.timer = setTimeout(() => void this.tell(), again);
  }

  private async learnProviders(chainRunIds: readonly string[]): Promise<void> {
    const unknown = chainRunIds.filter((id) => !this.providers.has(id));
    if (unknown.length === 0) return;
    if (this.providers.size > MOST_PROVIDERS) this.providers.clear();
    for (const [id, providerId] of await this.hooks.readProviders(unknown)) this.providers.set(id, providerId);
  }

  private rest(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.changed.clear();
    this.known.clear();
    this.hooks.onUnused();
  }
}
