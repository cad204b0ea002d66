/**
 * An async iterator whose values are taken only when they are asked for, one at a time and in order. Unlike a generator it
 * can be left while it waits, which is what happens when a subscriber hangs up.
 * @param take the next value; undefined is the end
 * @param leave called when nobody iterates any more, whatever the reason; may be called again. It must wake a `take` that waits
 */
export function pulledIterator<Value>(
  take: () => Promise<Value | undefined>,
  leave: () => void,
): AsyncIterableIterator<Value, undefined> {
  let left = false;
  let previous: Promise<unknown> = Promise.resolve();
  let asked = 0;
  const end = (): IteratorResult<Value, undefined> => {
    left = true;
    leave();
    return { done: true, value: undefined };
  };
  const step = async (): Promise<IteratorResult<Value, undefined>> => {
    try {
      if (left) return end();
      const value = await take();
      return value === undefined || left ? end() : { done: false, value };
    } catch (error) {
      end();
      throw error;
    } finally {
      asked -= 1;
    }
  };
  const iterator: AsyncIterableIterator<Value, undefined> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => {
      asked += 1;
      const next = asked === 1 ? step() : previous.then(step, step);
      previous = next;
      return next;
    },
    return: async () => end(),
    throw: async (error) => {
      end();
      throw error;
    },
  };
  return iterator;
}
