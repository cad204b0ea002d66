import type { Principal } from '@rollcall/domain/permission/principal';
import { keyOfPrincipal } from '../../access/key-of-principal.js';
import type { ActivityBatch } from '../../events/activity.js';
import { pulledIterator } from '../../events/pulled-iterator.js';

/** What a batch tells somebody; null where it has nothing for them. */
type Make<Told> = (batch: ActivityBatch, principal: Principal) => Promise<Told | null>;

/** A batch, to those who asked alike. What it tells is made once for all who may see the same. */
export class ActivityEvent<Told extends object> {
  private readonly known = new Map<string, Told | null | Promise<Told | null>>();

  constructor(
    private readonly batch: ActivityBatch,
    private readonly make: Make<Told>,
  ) {}

  /** By what the principal may do as given; a promise only where it must be found out. */
  toldTo(principal: Principal): Told | null | Promise<Told | null> {
    const key = keyOfPrincipal(principal);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const making = this.make(this.batch, principal).then(
      (told) => {
        this.known.set(key, told);
        return told;
      },
      (error: unknown) => {
        // Who comes later may have more luck.
        this.known.delete(key);
        throw error;
      },
    );
    this.known.set(key, making);
    return making;
  }
}

/**
 * Streams of what one kind of subscriber makes of the activity log. Those who ask the same get the same objects, which live
 * as long as the batch does.
 */
export class ActivityStreams<Told extends object> {
  private readonly events = new WeakMap<ActivityBatch, Map<string, ActivityEvent<Told>>>();

  /**
   * The batches that have something for who subscribed. What each tells is asked of it with the principal as they are by
   * then: rights that went meanwhile tell nothing more.
   *
   * @param asked what is asked for: those who may get different events, were they the same, must differ here
   */
  follow(
    batches: AsyncIterableIterator<ActivityBatch, undefined>,
    { principal, asked }: { principal: Principal; asked: string },
    make: Make<Told>,
  ): AsyncIterableIterator<ActivityEvent<Told>, undefined> {
    const take = async (): Promise<ActivityEvent<Told> | undefined> => {
      for (;;) {
        const next = await batches.next();
        if (next.done) return undefined;
        const event = this.eventOf(next.value, asked, make);
        if (await event.toldTo(principal)) return event;
      }
    };
    return pulledIterator(take, () => void batches.return?.());
  }

  private eventOf(batch: ActivityBatch, asked: string, make: Make<Told>): ActivityEvent<Told> {
    const events = this.events.get(batch) ?? new Map<string, ActivityEvent<Told>>();
    this.events.set(batch, events);
    const event = events.get(asked) ?? new ActivityEvent(batch, make);
    events.set(asked, event);
    return event;
  }
}

/** Whether there is something to tell. */
export const isTold = (told: object | null | Promise<object | null>): boolean | Promise<boolean> =>
  told instanceof Promise ? told.then((found) => found !== null) : told !== null;

/** What an event tells somebody of whom it is known, by `isTold`, that it tells them something. */
export async function toldNow<Told extends object>(event: ActivityEvent<Told>, principal: Principal): Promise<Told> {
  const told = await event.toldTo(principal);
  if (told === null) throw new Error('An event was told to somebody for whom it has nothing');
  return told;
}
