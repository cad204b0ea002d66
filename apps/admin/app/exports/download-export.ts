import type { AppLoadContext } from '@remix-run/node';
import { apiHeaders } from '~/api/ask.server';
import { noAnswer } from '~/api/failures.server';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { redirectWithToast } from '~/shell/toast.server';

const FileOfExport = graphql(`
  query FileOfExport($id: ID!) {
    node(id: $id) {
      __typename
      ... on DataExport {
        downloadUrl
      }
    }
  }
`);

/** What the file's answer is made of; nothing else of the API's headers is passed on. */
const PASSED_ON = ['content-type', 'content-disposition', 'content-length'];

/** The file, streamed from the API: the browser never sees the signed address, and needs no way to the API. */
export const loader = pageLoader(async ({ ask, param, links, request, context }) => {
  const { node } = await ask(FileOfExport, { id: param('exportId') });
  const signed = node?.__typename === 'DataExport' ? node.downloadUrl : null;
  if (!signed) throw await gone(context, links.exports);
  const { pathname, search } = new URL(signed, context.apiUrl);
  const file = await fetch(`${context.apiUrl}${pathname}${search}`, {
    method: request.method,
    // Unpacked, so that its length stays true.
    headers: { ...apiHeaders(request, context), 'accept-encoding': 'identity' },
    signal: request.signal,
  }).catch((error: unknown) => {
    throw request.signal.aborted ? error : noAnswer(context, error);
  });
  if (!file.ok) {
    context.log.warn({ event: 'export_not_fetched', requestId: context.requestId, status: file.status }, 'the API gave no file');
    throw await gone(context, links.exports);
  }
  const headers = new Headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
  for (const name of PASSED_ON) {
    const value = file.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(file.body, { headers });
});

const gone = (context: AppLoadContext, list: string): Promise<Response> =>
  redirectWithToast(context, list, {
    message: 'This file cannot be had.',
    tone: 'warn',
    notes: ['It is kept for a day, and only for whoever asked for it. Export the list again.'],
  });
