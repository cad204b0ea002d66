/** What the command line says to the shell. Signals end it with 128 + their number, as shells expect. */
export const EXIT = { ok: 0, failed: 1, usage: 2, partial: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0    done
  1    failed; the message says what to do next
  2    the command was not understood, or a setting in the environment is wrong
  3    done in part: some rows were rejected, some runs could not be synced, or a check gave a warning
  130  stopped by Ctrl-C, cleanly`;
