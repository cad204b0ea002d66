import { createServer, IncomingMessage, type Server, type ServerOptions, ServerResponse } from 'node:http';
import type { Express } from 'express';

/**
 * An HTTP server whose requests and responses are Express's from the beginning. Express changes the prototype of each when it
 * comes to it, and V8 then keeps what hangs on them past its quick collections, until the slow one: a fourth of all pages was
 * lost to copying dead requests (docs/decisions/0044). Where the prototype is the right one already, nothing is changed.
 */
export function createExpressServer(options: ServerOptions, app: Express): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<AppRequest> {}
  app.request = Object.setPrototypeOf(AppRequest.prototype, app.request);
  app.response = Object.setPrototypeOf(AppResponse.prototype, app.response);
  return createServer({ ...options, IncomingMessage: AppRequest, ServerResponse: AppResponse }, app);
}
