import type { FirstLoad } from './first-load.js';
import type { Interaction } from './in-page.js';
import type { InteractionName, Round } from './interactions.js';
import { median, p75 } from './numbers.js';

const say = (line: string) => process.stdout.write(`${line}\n`);
const milliseconds = (value: number) => `${Math.round(value)} ms`.padStart(8);
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;

export function sayFirstLoad(name: string, load: FirstLoad): void {
  const { lcp, firstByte, rowsAt, cls, scriptBytes, pageBytes, files, lcpElement } = load;
  say(
    [
      `  ${name.padEnd(18)} LCP ${milliseconds(lcp)}`,
      `first byte ${milliseconds(firstByte)}`,
      ...(rowsAt === null ? [] : [`rows ${milliseconds(rowsAt)}`]),
      `CLS ${cls.toFixed(3)}`,
      `scripts ${kilobytes(scriptBytes)}`,
      `page ${kilobytes(pageBytes)}`,
      `${files} files`,
      `largest: ${lcpElement}`,
    ].join(', '),
  );
}

/** What several rounds found of one interaction. */
export interface Felt {
  /** Milliseconds from the input to the painted rows. */
  median: number;
  p75: number;
  worst: number;
  /** The worst that the browser's Event Timing says of it. */
  longestEvent: number;
}

/** @param pauseMs how long the list waits on purpose before it answers; it is left out */
export function feltOf(rounds: readonly Round[], name: InteractionName, pauseMs = 0): Felt {
  const taken = rounds.flatMap((round): Interaction[] => (round[name] ? [round[name]] : []));
  const times = taken.map(({ untilRows }) => untilRows - pauseMs);
  return {
    median: median(times),
    p75: p75(times),
    worst: Math.max(...times),
    longestEvent: Math.max(...taken.map(({ eventTiming }) => eventTiming)),
  };
}

export function sayFelt(name: string, { median: middle, p75: most, worst, longestEvent }: Felt): void {
  const event = longestEvent === 0 ? 'below 16 ms' : `${longestEvent} ms`;
  say(
    `  ${name.padEnd(18)} ${milliseconds(middle)}, three of four ${milliseconds(most)}, worst ${milliseconds(worst)}, longest event ${event}`,
  );
}
