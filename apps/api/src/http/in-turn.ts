import type { RequestHandler } from 'express';

/** Several handlers as one. The router looks at the path anew for each that it knows of, with every request. */
export const inTurn = (...handlers: RequestHandler[]): RequestHandler => {
  const [first, ...others] = handlers;
  if (!first) return (_request, _response, next) => next();
  const rest = others.length === 0 ? null : inTurn(...others);
  if (!rest) return first;
  return (request, response, next) => {
    return first(request, response, (problem?: unknown) => {
      if (problem === undefined) return void rest(request, response, next);
      next(problem);
    });
  };
};
