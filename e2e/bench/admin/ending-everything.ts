/** Says what is to be ended with the run, the last one first. */
export type Later = (end: () => Promise<unknown>) => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` and then ends what it started: when it is done, when it fails, at a signal, and when it takes too long. */
export async function endingEverything(limitMs: number, work: (later: Later) => Promise<void>): Promise<void> {
  const ends: (() => Promise<unknown>)[] = [];
  const endAll = async () => {
    for (let end = ends.pop(); end; end = ends.pop())
      await end().catch((error: unknown) => process.stderr.write(`Something could not be ended: ${String(error)}\n`));
  };
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of SIGNALS) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
    setTimeout(() => reject(new Error(`not done after ${limitMs / 60_000} minutes`)), limitMs).unref();
  });
  const working = work((end) => ends.push(end));
  try {
    await Promise.race([working, stopped]);
  } finally {
    await endAll();
    // What was started while the rest was being ended.
    await working.catch(() => undefined);
    await endAll();
  }
}
