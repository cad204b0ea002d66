import type { ExecutionResult } from 'graphql';

/** Answers with a promise where the other side must catch up before it is sent more. */
export type SendText = (text: string) => Promise<void> | void;

/** A result is written out once, however many sockets it goes to. */
const written = new WeakMap<ExecutionResult, string>();

function textOf(result: ExecutionResult): string {
  let text = written.get(result);
  if (text === undefined) written.set(result, (text = JSON.stringify(result)));
  return text;
}

/**
 * Sends a subscription's results as `next` messages. graphql-ws would write out each of them for each socket anew: it is
 * given a stream without values in their place, which ends, fails and is left like `results`.
 */
export function sendResults(
  results: AsyncIterableIterator<ExecutionResult>,
  id: string,
  send: SendText,
): AsyncIterableIterator<never, undefined> {
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  const sendAll = async (): Promise<IteratorResult<never, undefined>> => {
    for (let next = await results.next(); !next.done; next = await results.next()) {
      const full = send(`${head}${textOf(next.value)}}`);
      if (full) await full;
    }
    return { done: true, value: undefined };
  };
  const rest: AsyncIterableIterator<never, undefined> = {
    [Symbol.asyncIterator]: () => rest,
    next: sendAll,
    return: async () => {
      await results.return?.();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      await results.return?.();
      throw error;
    },
  };
  return rest;
}
