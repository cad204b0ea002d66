import { PassThrough } from 'node:stream';
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { logUnexpected } from '~/api/unexpected.server';
import { NonceProvider } from '~/shell/nonce';

/** How long a page may take to be written. Loaders end by themselves sooner. */
const RENDER_TIMEOUT_MS = 20_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  // What is not a browser waits for the whole page.
  const readyWhen = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let begun = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={context.nonce}>
        <RemixServer context={remix} url={request.url} nonce={context.nonce} />
      </NonceProvider>,
      {
        nonce: context.nonce,
        [readyWhen]() {
          begun = true;
          const body = new PassThrough();
          headers.set('content-type', 'text/html; charset=utf-8');
          headers.set('cache-control', 'no-store');
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          if (begun && !request.signal.aborted)
            context.log.error({ event: 'page_broken', requestId: context.requestId, message: String(error) }, 'a page broke off');
        },
      },
    );
    setTimeout(abort, RENDER_TIMEOUT_MS).unref();
  });
}

/** What the browser's script reads in place of a page; no cache keeps that either. */
export function handleDataRequest(response: Response): Response {
  response.headers.set('cache-control', 'no-store');
  return response;
}

/**
 * What is thrown and was not made into a fault before. Pages that are not there, and methods that no page takes, are asked for by
 * people who mistype and by programs that try: no error of ours.
 */
export function handleError(error: unknown, asked: LoaderFunctionArgs | ActionFunctionArgs): void {
  const { request, context } = asked;
  if (request.signal.aborted) return;
  const status = error instanceof Response || isRouteErrorResponse(error) ? error.status : 500;
  if (status >= 500) return logUnexpected(error, asked);
  context.log.debug(
    { event: 'page_refused', requestId: context.requestId, url: new URL(request.url).pathname, status },
    'a page was refused',
  );
}
