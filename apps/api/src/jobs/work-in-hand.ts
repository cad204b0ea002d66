import { setImmediate as turn } from 'node:timers/promises';

/** Counts what is under way, so that nothing is closed beneath it. */
export interface WorkInHand {
  /** Something begins; the answer is called when it ends. */
  begin(): () => void;
  /** Resolves when nothing is under way and nothing came of what was. */
  idle(): Promise<void>;
}

export function createWorkInHand(): WorkInHand {
  let count = 0;
  let waiting: (() => void)[] = [];
  const isIdle = () => count === 0;
  return {
    begin() {
      count += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        count -= 1;
        if (!isIdle()) return;
        for (const resolve of waiting) resolve();
        waiting = [];
      };
    },
    async idle() {
      do {
        if (!isIdle()) await new Promise<void>((resolve) => waiting.push(resolve));
        // Whoever awaited the last piece of work goes on before this, and may begin the next one.
        await turn();
      } while (!isIdle());
    },
  };
}
