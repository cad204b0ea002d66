import { EventEmitter, once } from 'node:events';

/** Something that waits until a test lets it go. */
export function createHold(): { released: Promise<void>; release(): void } {
  const events = new EventEmitter();
  return {
    released: once(events, 'release').then(() => undefined),
    release: () => void events.emit('release'),
  };
}
