import type { Stream } from './terminal.js';

/** Lines on a terminal that are written again in place. */
export interface LiveLines {
  draw(lines: readonly string[]): void;
  /** Leaves what is drawn; what follows starts on a fresh line. */
  finish(): void;
}

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
/** Without wrapping, a line is one line however narrow the window: otherwise the way back up would be too short. */
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

export function createLiveLines(stream: Stream): LiveLines {
  let drawn = 0;
  return {
    draw(lines) {
      const fitting = lines.slice(0, Math.max(1, (stream.rows ?? Infinity) - 1));
      const back = drawn === 0 ? HIDE_CURSOR : `\x1b[${drawn}A`;
      const text = fitting.map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
      stream.write(`${back}${NO_WRAP}${text}${CLEAR_BELOW}${WRAP}`);
      drawn = fitting.length;
    },
    finish() {
      if (drawn > 0) stream.write(SHOW_CURSOR);
      drawn = 0;
    },
  };
}
