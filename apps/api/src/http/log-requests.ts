import type { RequestHandler } from 'express';
import type { Logger } from '../logger.js';

/**
 * One line per request: the route's pattern rather than the URL, and neither query values nor bodies, so that nothing a
 * caller sends reaches the log.
 */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const route: { path?: unknown } | undefined = request.route;
      log.info(
        {
          event: 'http_request',
          requestId: response.locals.requestId,
          method: request.method,
          route: typeof route?.path === 'string' ? route.path : 'unmatched',
          status: response.statusCode,
          answered: response.writableFinished,
          ms: Math.round(performance.now() - startedAt),
        },
        'a request was answered',
      );
    });
    next();
  };
}
