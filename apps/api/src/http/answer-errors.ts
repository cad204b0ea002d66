import type { ErrorRequestHandler, RequestHandler } from 'express';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import { Problem, problemOf } from './problem.js';

/** The answer to a URL that nothing serves. */
export const answerNotFound: RequestHandler = () => {
  throw new Problem({
    status: 404,
    code: 'NOT_FOUND',
    message: 'Nothing is served at this URL.',
    remedy: 'GET / lists what is served.',
  });
};

/** The answer to a method that a URL does not have. @param allow for example `GET, HEAD` */
export function answerMethodNotAllowed(allow: string): RequestHandler {
  return (request) => {
    throw new Problem({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: `${request.method} is not served at this URL.`,
      remedy: `Use ${allow}.`,
      headers: { allow },
    });
  };
}

/** Answers errors as JSON. What nobody foresaw is logged, and the answer tells the request's id alone. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const requestId: unknown = response.locals.requestId;
    const problem = problemOf(error);
    if (!problem)
      log.error({ event: 'http_error', requestId, failure: loggableError(error) }, 'a request failed in a way nobody foresaw');
    if (response.headersSent) return next(error);
    const { status, headers, code, message, remedy, fields, extra } = problem ?? masked(String(requestId));
    response
      .status(status)
      .set(headers)
      .json({ error: { code, message, remedy, requestId, ...(fields && { fields }) }, ...extra });
  };
}

function masked(requestId: string): Problem {
  return new Problem({
    status: 500,
    code: 'INTERNAL_ERROR',
    message: 'Something went wrong here.',
    remedy: `Look for the request id ${requestId} in the log.`,
  });
}
