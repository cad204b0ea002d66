import { SettingsError } from '../../settings/settings.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { note, type Terminal } from './terminal.js';

/**
 * Tells a person what failed and what to do next; the stack is for those who ask with --verbose. Gives the exit code: a wrong
 * environment is a matter of usage, everything else has failed.
 */
export function reportError(terminal: Terminal, error: unknown, verbose: boolean): ExitCode {
  const { red } = terminal.errorColours;
  const message = messageOf(error);
  const remedy = remedyOf(error);
  note(terminal, `${red('Failed:')} ${message}`);
  if (remedy && !message.includes(remedy)) note(terminal, remedy);
  if (verbose && error instanceof Error) note(terminal, stackOf(error));
  else if (!remedy && !(error instanceof SettingsError))
    note(terminal, 'Run the same command with --verbose to see where it failed.');
  return error instanceof SettingsError ? EXIT.usage : EXIT.failed;
}

/** A refused connection on two addresses comes as an AggregateError without a message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

const remedyOf = (error: unknown): string | null =>
  error instanceof Error && 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : null;

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
