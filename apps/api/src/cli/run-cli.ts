import { CommanderError } from 'commander';
import type { Cli } from './context.js';
import { EXIT } from './exit-codes.js';
import { reportError } from './output/report-error.js';
import { note } from './output/terminal.js';
import { createProgram } from './program.js';

/** Runs one command line and gives the exit code; every error is told here, once. */
export async function runCli(cli: Cli, words: readonly string[]): Promise<number> {
  try {
    await createProgram(cli).parseAsync(words, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    // Commander has printed its own message or the help; 0 is for help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (cli.signal.aborted && !cli.isEndedBySignal) {
      note(cli.terminal, 'Stopped. What was done so far is kept; nothing is half written.');
      return EXIT.failed;
    }
    return reportError(cli.terminal, error, cli.verbose);
  }
}
