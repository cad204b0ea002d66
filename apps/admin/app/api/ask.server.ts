import type { AppLoadContext } from '@remix-run/node';
import { print } from 'graphql';
import { faultResponse } from './api-fault';
import { type ApiError, noAnswer, responseTo, SLOW, UNREACHABLE } from './failures.server';
import type { TadaDocumentNode } from './graphql';

/** How long an answer may take, unless an act says that it needs longer. */
const PATIENCE_MS = 15_000;

interface GraphqlAnswer {
  data?: unknown;
  errors?: ApiError[];
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
        errorId: context.requestId,
      });
    return JSON.parse(text) as GraphqlAnswer;
  } catch (error) {
    if (error instanceof Response || request.signal.aborted) throw error;
    throw noAnswer(context, error, timeout.aborted ? SLOW : UNREACHABLE);
  }
}
