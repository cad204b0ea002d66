import { note, type Terminal } from '../cli/output/terminal.js';

/** Tells a person how the start goes, one line per step with the time it took. */
export interface BootLog {
  /** Runs a step. What it returns is told as its outcome. */
  step<T>(name: string, work: () => Promise<T>, describe: (result: T) => string): Promise<T>;
  say(text: string): void;
  warn(text: string): void;
}

const NAME_WIDTH = 12;

export function createBootLog(terminal: Terminal): BootLog {
  const { green, dim, yellow } = terminal.colours;
  const say = (text: string) => {
    terminal.stdout.write(`${text}\n`);
  };
  return {
    say,
    warn: (text) => note(terminal, yellow(text)),
    async step(name, work, describe) {
      const started = performance.now();
      const result = await work();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(`${green('✓')} ${name.padEnd(NAME_WIDTH)}  ${describe(result)}  ${dim(`${seconds} s`)}`);
      return result;
    },
  };
}
