import type { AppLoadContext } from '@remix-run/node';
import { redirectDocument } from '@remix-run/node';
import { print } from 'graphql';
import { CURSORS } from '~/url/search';
import { type ApiFault, faultResponse, notFound } from './api-fault';
import type { TadaDocumentNode } from './graphql';

/** How long an answer may take, unless an act says that it needs longer. */
const PATIENCE_MS = 15_000;

interface GraphqlAnswer {
  data?: unknown;
  errors?: {
    message: string;
    extensions?: { code?: string; argument?: string; remedy?: string; errorId?: string; requestId?: string };
  }[];
}

/** Texts of documents, printed once. */
const texts = new WeakMap<object, string>();

/** Asks the API in the name of whoever sent a request. */
export type Ask = <Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  ...variables: Record<string, never> extends Variables ? [Variables?] : [Variables]
) => Promise<Result>;

/**
 * Throws responses: to the sign-in page where nobody is signed in, else what an error boundary shows (403, 429, 500, 503, 504).
 * The browser's going away ends the question.
 */
export function createAsk(request: Request, context: AppLoadContext, patienceMs = PATIENCE_MS): Ask {
  return (async (document: object, variables: object = {}) => {
    const { data, errors } = await post(request, context, { query: textOf(document), variables }, patienceMs);
    if (errors && errors.length > 0) throw responseTo(errors, request, context);
    return data;
  }) as Ask;
}

function textOf(document: object): string {
  const known = texts.get(document);
  if (known) return known;
  const text = print(document as Parameters<typeof print>[0]);
  texts.set(document, text);
  return text;
}

/** What names the caller to the API, and the console, without whose key the caller's address is not believed. */
export function apiHeaders(request: Request, context: AppLoadContext): Record<string, string> {
  return {
    ...context.apiHeaders,
    cookie: request.headers.get('cookie') ?? '',
    'x-rollcall-csrf': '1',
    'x-forwarded-for': context.callerAddress,
    'x-request-id': context.requestId,
  };
}

async function post(request: Request, context: AppLoadContext, body: object, patienceMs: number): Promise<GraphqlAnswer> {
  const { log, requestId } = context;
  const timeout = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(`${context.apiUrl}/graphql`, {
      method: 'POST',
      headers: {
        ...apiHeaders(request, context),
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([request.signal, timeout]),
    });
    const text = await answer.text();
    if (answer.status === 429)
      throw faultResponse({
        kind: 'busy',
        message: 'Too many questions in a short time.',
        remedy: `Wait ${answer.headers.get('retry-after') ?? 'a few'} seconds and try again.`,
        errorId: requestId,
      });
    return JSON.parse(text) as GraphqlAnswer;
  } catch (error) {
    if (error instanceof Response || request.signal.aborted) throw error;
    log.warn({ event: 'api_unreachable', requestId, message: String(error) }, 'the API did not answer');
    throw faultResponse(timeout.aborted ? { ...SLOW, errorId: requestId } : { ...UNREACHABLE, errorId: requestId });
  }
}

const UNREACHABLE: Omit<ApiFault, 'errorId'> = {
  kind: 'unreachable',
  message: 'Rollcall’s API does not answer.',
  remedy: 'Nothing is lost. Try again in a moment; if it stays away, see whether the API’s process runs.',
};
const SLOW: Omit<ApiFault, 'errorId'> = {
  kind: 'slow',
  message: 'Rollcall’s API took too long to answer.',
  remedy: 'Try again, or narrow the filter.',
};

/** How the API's library begins to say it, without a code. */
const MALFORMED_ID = 'Invalid global ID';

function responseTo(errors: NonNullable<GraphqlAnswer['errors']>, request: Request, context: AppLoadContext): Response {
  const [first] = errors;
  const code = first?.extensions?.code;
  const errorId = first?.extensions?.errorId ?? first?.extensions?.requestId ?? context.requestId;
  if (code === 'UNAUTHENTICATED') return redirectDocument(signInPath(request));
  const message = first?.message ?? 'The API answered without saying what is wrong.';
  if (code === 'FORBIDDEN')
    return faultResponse({
      kind: 'forbidden',
      message,
      remedy: first?.extensions?.remedy ?? 'Ask an admin for the right, or go back.',
      errorId,
    });
  if (code === 'BAD_USER_INPUT' && CURSORS.includes(first?.extensions?.argument ?? ''))
    return faultResponse({ kind: 'bad-cursor', message, remedy: 'Go back to the first page of the list.', errorId });
  // A bent address, not a failure of ours: the API says what it does not take.
  if (code === 'BAD_USER_INPUT')
    return faultResponse({ kind: 'bad-input', message, remedy: 'Correct the address or the form, or go back.', errorId });
  if (code === undefined && message.startsWith(MALFORMED_ID)) return notFound('page');
  context.log.error({ event: 'api_error', requestId: context.requestId, code, message }, 'the API answered with an error');
  return faultResponse({
    kind: 'failed',
    message,
    remedy: first?.extensions?.remedy ?? 'Try again; if it stays, tell whoever runs Rollcall the error id.',
    errorId,
  });
}

/** The sign-in page, and from there back to the page that was asked for. A form that was sent comes back to its page. */
export function signInPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const query = new URLSearchParams(search);
  query.delete('_routes');
  const rest = query.size > 0 ? `?${query}` : '';
  const next = `${pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/')}${rest}`;
  return `/sign-in?next=${encodeURIComponent(next)}`;
}
