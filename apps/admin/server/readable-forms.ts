import type { Request, RequestHandler, Response } from 'express';

/** The longest forms of the console are trainer lists, and a hundred ticked rows. */
const MOST_BYTES = 1_000_000;
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * Refuses what no form of the console sends, before anything of it is read: Remix keeps a whole body in memory, whoever
 * sends it. Browsers tell the length of a form beforehand.
 */
export const requireReadableForms: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  if (request.method !== 'POST')
    return refuse(request, response.set('allow', 'GET, HEAD, POST'), 405, 'Pages are read by GET, and forms sent by POST.');
  if (request.get('transfer-encoding') !== undefined)
    return refuse(request, response, 411, 'The length of a form must be told beforehand, by content-length.');
  const bytes = Number(request.get('content-length') ?? 0);
  if (bytes > MOST_BYTES)
    return refuse(request, response, 413, `The form is longer than ${MOST_BYTES} bytes. Send less at once.`);
  const [type = ''] = (request.get('content-type') ?? '').split(';');
  if (bytes > 0 && !FORM_TYPES.includes(type.trim().toLowerCase()))
    return refuse(request, response, 415, `Forms are sent as ${FORM_TYPES.join(' or ')}.`);
  return next();
};

/** What is still on its way is for nobody: the connection ends with the answer. */
function refuse(request: Request, response: Response, status: number, text: string): void {
  request.resume();
  response.set('connection', 'close').status(status).type('text/plain').send(`${text}\n`);
}
