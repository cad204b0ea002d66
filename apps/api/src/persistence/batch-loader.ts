/**
 * Gathers the keys that resolvers ask for in one turn of the event loop and loads them together, so that a page of rows
 * costs as many SQL statements as one row. A key asked for twice is loaded once.
 * @param load answers for each key, in the order of the keys
 */
export function createBatchLoader<Key extends string, Value>(
  load: (keys: Key[]) => Promise<Value[]>,
): (key: Key) => Promise<Value> {
  const answers = new Map<Key, Promise<Value>>();
  let waiting: { keys: Key[]; values: Promise<Value[]> } | null = null;

  const begin = () => {
    const keys: Key[] = [];
    // After the promises of this turn: resolvers that wait for a parent's row may still add their keys.
    const values = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      waiting = null;
      return load(keys);
    });
    return { keys, values };
  };

  return (key) => {
    const known = answers.get(key);
    if (known) return known;
    waiting ??= begin();
    const position = waiting.keys.push(key) - 1;
    const answer = waiting.values.then((values) => {
      if (position >= values.length) throw new Error(`A batch of ${position + 1} keys was answered with ${values.length} values`);
      return values[position] as Value;
    });
    answers.set(key, answer);
    return answer;
  };
}
