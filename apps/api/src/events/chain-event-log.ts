import type { FollowedEvent } from './chain-event.js';

export const PAGE_SIZE = 500;
/** Pages kept in memory per chain run; beyond that the one read longest ago is dropped, and read again where it is needed. */
const MOST_PAGES = 6;

const pageOf = (number: number): number => Math.floor((number - 1) / PAGE_SIZE);
const placeOf = (number: number): number => (number - 1) % PAGE_SIZE;

/** Reads a run's events from `after`, exclusive, to `upTo`, inclusive. */
export type ReadEvents = (after: number, upTo: number) => Promise<FollowedEvent[]>;

/**
 * A window in memory on one chain run's events, in pages of 500. However many subscribers ask for an event, it is read
 * once and they get the same object; and none of them has a buffer of its own that could grow.
 */
export class ChainEventLog {
  /** Page to its events, from its first one on and without gaps; the page read last is the last. */
  private readonly pages = new Map<number, FollowedEvent[]>();
  private readonly reading = new Map<number, Promise<readonly FollowedEvent[]>>();

  constructor(private readonly read: ReadEvents) {}

  /** The event where it is in memory. */
  at(number: number): FollowedEvent | undefined {
    return this.pages.get(pageOf(number))?.[placeOf(number)];
  }

  /**
   * Reads on in the page of this event, and answers with the event where the log reaches that far by now. Those who ask at
   * the same time share one query.
   */
  async load(number: number): Promise<FollowedEvent | undefined> {
    const page = pageOf(number);
    let reading = this.reading.get(page);
    if (!reading) {
      reading = this.readPage(page).finally(() => this.reading.delete(page));
      this.reading.set(page, reading);
    }
    return (await reading)[placeOf(number)];
  }

  private async readPage(page: number): Promise<readonly FollowedEvent[]> {
    const known = this.pages.get(page) ?? [];
    const first = page * PAGE_SIZE + 1;
    for (const event of await this.read(first - 1 + known.length, first - 1 + PAGE_SIZE)) {
      const expected = first + known.length;
      if (event.number !== expected)
        throw new Error(`Chain run ${event.chainRunId} has event ${event.number} where event ${expected} belongs.`);
      known.push(event);
    }
    this.pages.delete(page);
    this.pages.set(page, known);
    const [oldest] = this.pages.keys();
    if (this.pages.size > MOST_PAGES && oldest !== undefined) this.pages.delete(oldest);
    return known;
  }
}
