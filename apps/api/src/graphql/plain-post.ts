import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request as ExpressRequest, RequestHandler } from 'express';
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { CallerHeaders } from '../access/authenticator.js';
import { requestIdOf } from '../http/request-context.js';
import type { AdmitCaller, Caller } from './admit-caller.js';
import { readBody } from './read-body.js';

/** An operation as it stands in the body of a request. */
export interface PostedOperation {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

export type PlainRequest = IncomingMessage & Pick<ExpressRequest, 'ip' | 'body'>;

/** As much of a request as fields look at. */
export interface AskedRequest {
  method: string;
  headers: CallerHeaders;
}

/** What is found out about a request before it comes to yoga, which then need not find it out again. */
export interface Beforehand {
  admission: Promise<Caller>;
  /** Has errors; yoga knows how they are answered. */
  result?: ExecutionResult;
}

interface PlainPostTools {
  admit: AdmitCaller;
  /** The document of a query that is known to be valid. */
  findQuery: (posted: PostedOperation) => DocumentNode | null;
  /** Checks, pays for and executes a query; null, and nothing is done, where yoga has to say what is wrong. Does not throw. */
  run: (
    document: DocumentNode,
    posted: PostedOperation,
    caller: Caller,
    request: AskedRequest,
  ) => Promise<ExecutionResult | null>;
  /** Answers every request, with what is known of it beforehand. */
  yoga: (request: PlainRequest, response: ServerResponse, beforehand: Beforehand) => void;
}

/**
 * Answers valid queries that are posted as JSON and asked for as JSON: most requests, and all that is quick about them.
 * Yoga makes a request and an answer of the Fetch standard for each, with streams and signals, which costs more than a small
 * query. Whatever is out of the ordinary goes to it: other methods and types, bad requests, mutations, subscriptions, and
 * results with errors.
 */
export function createPlainPost({ admit, findQuery, run, yoga }: PlainPostTools): (type: string) => RequestHandler {
  return (type) => async (request: PlainRequest, response) => {
    const asked: AskedRequest = { method: 'POST', headers: headersOf(request) };
    const admission = admit({ ...asked, requestId: requestIdOf(request), from: request.ip ?? '', response });
    const beforehand: Beforehand = { admission };
    let caller: Caller;
    try {
      caller = await admission;
    } catch {
      return yoga(request, response, beforehand);
    }
    const body = await readBody(request);
    // Nobody is there any more.
    if (body === null) return;
    // Where yoga finds a body that has been read.
    request.body = body;
    const posted = readOperation(body);
    const document = posted && findQuery(posted);
    if (!document) return yoga(request, response, beforehand);
    const result = await run(document, posted, caller, asked);
    if (!result) return yoga(request, response, beforehand);
    if (result.errors) return yoga(request, response, { ...beforehand, result });
    response.setHeader('content-type', `${type}; charset=utf-8`);
    response.end(JSON.stringify(result));
  };
}

/** The type to answer with, where a request is plain; else null. */
export function plainTypeOf({ method, url, headers }: IncomingMessage, maxBytes: number): string | null {
  const length = Number(headers['content-length']);
  const isPlain =
    method === 'POST' &&
    url === '/graphql' &&
    JSON_TYPE.test(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    length > 0 &&
    length <= maxBytes;
  return isPlain ? answerTypeOf(headers.accept) : null;
}

const JSON_TYPE = /^application\/json(;\s*charset=utf-8)?$/i;
const JSON_ANSWERS = ['application/json', 'application/graphql-response+json'];

/** The first type that is accepted and is JSON, as yoga chooses it; null where yoga has to. */
function answerTypeOf(accept = '*/*'): string | null {
  for (const accepted of accept.split(',')) {
    const type = accepted.trim();
    if (JSON_ANSWERS.includes(type)) return type;
    if (type === '*/*') return 'application/json';
    if (!/^[a-z]+\/[a-z+-]+$/.test(type)) return null;
  }
  return null;
}

const EXPECTED = new Set(['query', 'variables', 'operationName']);

/** Null for what yoga has to refuse, or to look up. */
function readOperation(body: Buffer): PostedOperation | null {
  let posted: unknown;
  try {
    posted = JSON.parse(body.toString());
  } catch {
    return null;
  }
  if (!isRecord(posted) || !Object.keys(posted).every((name) => EXPECTED.has(name))) return null;
  const { query, variables, operationName } = posted;
  if (typeof query !== 'string') return null;
  if (variables != null && !isRecord(variables)) return null;
  if (operationName != null && typeof operationName !== 'string') return null;
  return posted as unknown as PostedOperation;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As much of the Fetch standard's headers as callers are known by. */
const headersOf = ({ headers }: IncomingMessage): CallerHeaders => ({
  get: (name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? null : String(value);
  },
  has: (name) => headers[name.toLowerCase()] !== undefined,
});
