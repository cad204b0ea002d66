import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const requests = new AsyncLocalStorage<string>();

/** What a caller may name a request: it stands in logs and answers, so it must not be able to forge either. */
const SAFE_ID = /^[A-Za-z0-9_.-]{8,64}$/;

/** The id of the request being answered; null outside of one. For places that are given no context, such as error masks. */
export const currentRequestId = (): string | null => requests.getStore() ?? null;

/** Gives each request an id, the caller's where it is safe, and repeats it in the answer. */
export const identifyRequest: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const id = given !== undefined && SAFE_ID.test(given) ? given : randomUUID();
  response.locals.requestId = id;
  response.setHeader('x-request-id', id);
  requests.run(id, next);
};
