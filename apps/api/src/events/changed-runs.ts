/** A chain run whose row or events changed. */
export interface ChangedRun {
  chainRunId: string;
  /** The number of its newest event. */
  number: number;
}

/**
 * Tells subscribers which chain runs changed, each at most once per interval: whoever shows runs reads them again, and a
 * run may have many events a second. What a slow subscriber has not taken is kept per run, so it never grows beyond those.
 */
export class ChangedRuns {
  private readonly known = new Map<string, number>();
  private readonly changed = new Map<string, number>();
  private readonly subscriptions = new Set<(changed: ReadonlyMap<string, number>) => void>();
  private readonly ends = new Set<(error: Error) => void>();
  private timer: NodeJS.Timeout | null = null;

  /** @param onUnused called when the last subscriber has gone */
  constructor(
    private readonly intervalMs: number,
    private readonly onUnused: () => void,
  ) {}

  get subscribers(): number {
    return this.subscriptions.size;
  }

  /** A run has events up to `number`; news only where that is more than known. */
  reach(chainRunId: string, number: number): void {
    if (this.subscriptions.size === 0 || number <= (this.known.get(chainRunId) ?? 0)) return;
    this.known.set(chainRunId, number);
    this.changed.set(chainRunId, number);
    this.timer ??= setTimeout(() => this.tell(), this.intervalMs);
  }

  /** What everybody is taken to know already, before the first change. */
  begin(numbers: ReadonlyMap<string, number>): void {
    for (const [id, number] of numbers) if (!this.known.has(id)) this.known.set(id, number);
  }

  /** Ends every subscription with an error. */
  fail(error: Error): void {
    for (const end of this.ends) end(error);
  }

  subscribe(): AsyncIterableIterator<ChangedRun> {
    const waiting = new Map<string, number>();
    let ended = false;
    let failure: Error | null = null;
    let wake: (() => void) | null = null;
    const wakeUp = () => {
      wake?.();
      wake = null;
    };
    const add = (changed: ReadonlyMap<string, number>) => {
      for (const [id, number] of changed) waiting.set(id, number);
      wakeUp();
    };
    const leave = () => {
      if (ended) return;
      ended = true;
      this.subscriptions.delete(add);
      this.ends.delete(fail);
      wakeUp();
      if (this.subscriptions.size === 0) this.rest();
    };
    const fail = (error: Error) => {
      failure = error;
      wakeUp();
    };
    const take = async (): Promise<IteratorResult<ChangedRun, undefined>> => {
      for (;;) {
        if (ended) return { done: true, value: undefined };
        if (failure) {
          leave();
          throw failure;
        }
        const [first] = waiting;
        if (first) {
          waiting.delete(first[0]);
          return { done: false, value: { chainRunId: first[0], number: first[1] } };
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    let previous: Promise<unknown> = Promise.resolve();
    const iterator: AsyncIterableIterator<ChangedRun> = {
      [Symbol.asyncIterator]: () => iterator,
      next: () => {
        const next = previous.then(take, take);
        previous = next;
        return next;
      },
      return: async () => {
        leave();
        return { done: true, value: undefined };
      },
      throw: async (error) => {
        leave();
        throw error;
      },
    };
    this.subscriptions.add(add);
    this.ends.add(fail);
    return iterator;
  }

  private tell(): void {
    this.timer = null;
    const changed = new Map(this.changed);
    this.changed.clear();
    for (const add of this.subscriptions) add(changed);
  }

  private rest(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.changed.clear();
    this.known.clear();
    this.onUnused();
  }
}
