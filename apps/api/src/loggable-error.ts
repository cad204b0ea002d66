import { maskIdentifiersIn } from './identifiers/mask-identifier.js';

/** An error that nobody foresaw, as the log may have it. */
export interface LoggableError {
  type: string;
  code?: string;
  message: string;
  stack: string[];
}

const EMAIL_ADDRESS = /[^\s"'<>@]+@[^\s"'<>@]+/g;
const MAX_MESSAGE = 300;

/**
 * Keeps what helps to find the fault and leaves out what may be personal (S1.26): the database layer repeats in its
 * messages what was asked for and gives the reason in the last line. Log it as `failure`; pino rewrites whatever is `err`.
 */
export function loggableError(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: [] };
  const reason = error.message.trim().split('\n').at(-1) ?? '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    message: maskIdentifiersIn(reason.replaceAll(EMAIL_ADDRESS, '***')).slice(0, MAX_MESSAGE),
    stack: frames.slice(0, 12).map((frame) => frame.trim()),
  };
}
