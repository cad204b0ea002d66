import type { ActivityBatch } from '../../events/activity.js';
import { pulledIterator } from '../../events/pulled-iterator.js';

/** What was made of a batch, by who asked for what. It lives as long as the batch does. */
type Made<Event> = WeakMap<ActivityBatch, Map<string, Promise<Event | null>>>;

/**
 * A stream of what one kind of subscriber makes of the activity log. Those who may see the same and ask the same get the
 * same objects, and each is made once.
 */
export class ActivityStreams<Event extends object> {
  private readonly made: Made<Event> = new WeakMap();

  /**
   * @param viewer who asks for what: those who may get different events must differ here
   * @param make the event; null where the batch has nothing for them
   */
  follow(
    batches: AsyncIterableIterator<ActivityBatch, undefined>,
    viewer: string,
    make: (batch: ActivityBatch) => Promise<Event | null>,
  ): AsyncIterableIterator<Event, undefined> {
    const take = async (): Promise<Event | undefined> => {
      for (;;) {
        const next = await batches.next();
        if (next.done) return undefined;
        const event = await this.makeOnce(next.value, viewer, make);
        if (event) return event;
      }
    };
    return pulledIterator(take, () => void batches.return?.());
  }

  private makeOnce(
    batch: ActivityBatch,
    viewer: string,
    make: (batch: ActivityBatch) => Promise<Event | null>,
  ): Promise<Event | null> {
    const byViewer = this.made.get(batch) ?? new Map<string, Promise<Event | null>>();
    this.made.set(batch, byViewer);
    let event = byViewer.get(viewer);
    if (!event) {
      event = make(batch);
      byViewer.set(viewer, event);
      // Who comes later may have more luck.
      event.catch(() => byViewer.delete(viewer));
    }
    return event;
  }
}
