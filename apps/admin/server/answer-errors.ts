import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';

/** Malformed addresses, missing files, and what nobody expected: a sentence, never a stack. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const told = Number((error as { status?: unknown } | null)?.status);
    const status = told >= 400 && told < 500 ? told : 500;
    if (status === 500) log.error({ event: 'request_failed', failure: String(error) }, 'a request failed');
    response
      .status(status)
      .set('cache-control', 'no-store')
      .type('text/plain')
      .send(TEXTS[status] ?? TEXTS[500]);
  };
}

const TEXTS: Record<number, string> = {
  400: 'This address cannot be read. Look whether all of it was copied.\n',
  404: 'There is no such file here. Load the page again.\n',
  500: 'The console met an error nobody expected. Try again.\n',
};
