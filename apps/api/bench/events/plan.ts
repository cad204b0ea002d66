import { setTimeout as wait } from 'node:timers/promises';
/** What is measured. Both sides send in the same rhythm, to as many subscribers, on the same machine. */
export const SUBSCRIBERS = 1000;
export const EVENTS = 5000;
export const EVENTS_PER_TRANSACTION = 2;
export const TRANSACTION_EVERY_MS = 50;
/** Of the subscribers: those who come in the middle, and those who go over to the other process in the middle. */
export const LATE = 50;
export const RECONNECTING = 50;
/** Both sides take turns, so that whatever else the machine does meets both. */
export const ROUNDS = 10;
/** Messages of the bare broadcast, a fifth as many as there are events. */
export const BARE_MESSAGES = 1000;

export const DOCUMENT =
  'subscription Follow($run: ID!, $after: Int) { chainRunEvents(chainRunId: $run, after: $after) { number kind step message data createdAt } }';

/** Milliseconds on the machine's own clock, which all its processes share. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface Numbers {
  from: number;
  to: number;
}

/** The numbers from 1 to `last` in `ROUNDS` equal parts. */
export const roundsOf = (last: number): Numbers[] =>
  Array.from({ length: ROUNDS }, (_, round) => ({ from: (last / ROUNDS) * round + 1, to: (last / ROUNDS) * (round + 1) }));

/** Calls `send` in the rhythm for these numbers; a call that comes late does not move those after it. */
export async function inRhythm({ from, to: last }: Numbers, send: (numbers: number[]) => void | Promise<void>): Promise<void> {
  const began = clock();
  for (let first = from, turn = 0; first <= last; first += EVENTS_PER_TRANSACTION, turn += 1) {
    const pause = began + turn * TRANSACTION_EVERY_MS - clock();
    if (pause > 0) await wait(pause);
    const count = Math.min(EVENTS_PER_TRANSACTION, last - first + 1);
    await send(Array.from({ length: count }, (_, index) => first + index));
  }
}

/** The key that the API process knows and subscribers send; the bare server does not look at it. */
export const KEY = 'invented-key-of-the-benchmark';
