import { once } from 'node:events';
import type { Writable } from 'node:stream';
import picocolors from 'picocolors';

export type Colours = ReturnType<typeof picocolors.createColors>;

export interface Stream extends Writable {
  isTTY?: boolean;
  /** Height in lines, of a terminal. */
  rows?: number;
}

/** Where a command writes: data to `stdout`, progress and messages to `stderr`, so that a pipe gets data only. */
export interface Terminal {
  stdout: Stream;
  stderr: Stream;
  /** Colours for stdout; plain functions where it is no terminal or NO_COLOR is set. */
  colours: Colours;
  errorColours: Colours;
}

export function createTerminal(
  stdout: Stream,
  stderr: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const coloursFor = (stream: Stream) => picocolors.createColors(Boolean(stream.isTTY) && !environment['NO_COLOR']);
  return { stdout, stderr, colours: coloursFor(stdout), errorColours: coloursFor(stderr) };
}

/** Writes data, waiting where the reader is slower than we are. */
export async function print(terminal: Terminal, text: string, signal?: AbortSignal): Promise<void> {
  if (!terminal.stdout.write(`${text}\n`)) await once(terminal.stdout, 'drain', { ...(signal && { signal }) });
}

export const printJson = (terminal: Terminal, value: unknown): Promise<void> => print(terminal, JSON.stringify(value, null, 2));

/** A line for the person at the terminal, never data. */
export function note(terminal: Terminal, text: string): void {
  terminal.stderr.write(`${text}\n`);
}
