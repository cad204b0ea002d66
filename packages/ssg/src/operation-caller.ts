import type { z } from 'zod';
import type { Credentials } from './auth/credentials.js';
import type { CallScope } from './call-scope.js';
import { SsgAnswerShapeError, shapeIssues } from './errors/answer-shape-error.js';
import { errorFromFailure } from './errors/from-failure.js';
import type { CallContext } from './errors/ssg-error.js';
import { parseRetryAfter } from './retry.js';
import type { Sender } from './sender.js';
import { readAnswer } from './wire/answer.js';
import type { Cipher } from './wire/cipher.js';
import { fillPath, OPERATIONS, type Operation, type OperationName } from './wire/operations.js';
import type { WireResponse } from './wire/transport.js';

type QueryValue = string | number | boolean | undefined;

/** What a resource asks for: an operation of the table, filled in, and the shape its answer must have. */
export interface OperationCall<T> {
  operation: OperationName;
  pathParameters?: Readonly<Record<string, string>>;
  /** Undefined members are left out. */
  query?: Readonly<Record<string, QueryValue>>;
  body?: unknown;
  /** Of the training provider, for the `uen` header of the TPG back end. */
  uen?: string | undefined;
  /** Parses `{ data, meta }` of a successful envelope. */
  shape: z.ZodType<T>;
}

/** Resolves to null when SSG has no such record. Throws SsgError. */
export type CallOperation = <T>(call: OperationCall<T>, scope: CallScope) => Promise<T | null>;

interface OperationCallerParts {
  sender: Sender;
  credentials: Credentials;
  baseUrl: URL;
  /** Null when the app speaks plain JSON. */
  cipher: Cipher | null;
  environment: string | undefined;
  apiVersions: Partial<Record<OperationName, string | null>>;
  /** Overrides the UEN of the call. */
  uenHeader: string | undefined;
  now: () => Date;
}

/** Puts an operation on the wire form SSG wants and takes the answer off it: path, version, encryption, envelope, shape. */
export function createOperationCaller(parts: OperationCallerParts): CallOperation {
  const { sender, credentials, cipher, now } = parts;

  return (call, scope) => {
    const operation: Operation = OPERATIONS[call.operation];
    const json = call.body === undefined ? undefined : JSON.stringify(call.body);
    return sender.send(
      {
        operation: call.operation,
        method: operation.method,
        path: operation.path,
        url: urlOf(parts.baseUrl, operation, call),
        // The bare base64 text, not a JSON string literal: both exist, this one is what most clients send (§2.4).
        body: json !== undefined && operation.requestEncrypted && cipher !== null ? cipher.encrypt(json) : json,
        repeatable: operation.repeatable,
        headers: async (current) => ({
          ...(await credentials.headers(current)),
          ...operationHeaders(operation, call),
          'x-correlation-id': current.correlationId,
        }),
        renewCredentials: credentials.renew,
        read: (response, context) => read(response, context, operation, call.shape),
      },
      scope,
    );
  };

  function operationHeaders(operation: Operation, call: OperationCall<unknown>): Record<string, string> {
    const version = parts.apiVersions[call.operation] === undefined ? operation.apiVersion : parts.apiVersions[call.operation];
    const uen = parts.uenHeader ?? call.uen;
    return {
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(typeof version === 'string' ? { 'x-api-version': version } : {}),
      // Enrolments v3.0 ask for it; mySF takes the UEN from the query (§1.4).
      ...(operation.backEnd === 'tpg' && uen !== undefined ? { uen } : {}),
      ...(parts.environment === undefined ? {} : { 'x-ssg-environment': parts.environment }),
    };
  }

  function read<T>(response: WireResponse, context: CallContext, operation: Operation, shape: z.ZodType<T>): T | null {
    const { httpStatus } = response;
    const answer = readAnswer(httpStatus, response.body, cipher);
    if (answer.kind === 'failure' && answer.status === 404 && operation.notFoundMeansNone) return null;
    if (answer.kind !== 'success') {
      throw errorFromFailure(context, { httpStatus, answer, retryAfterMs: parseRetryAfter(response.retryAfter, now()) });
    }
    const parsed = shape.safeParse({ data: answer.data, meta: answer.meta });
    if (parsed.success) return parsed.data;
    throw new SsgAnswerShapeError(context, { httpStatus, status: answer.status, issues: shapeIssues(parsed.error) });
  }
}

function urlOf(baseUrl: URL, operation: Operation, call: OperationCall<unknown>): URL {
  const url = new URL(baseUrl.pathname.replace(/\/$/, '') + fillPath(operation.path, call.pathParameters ?? {}), baseUrl);
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(call.query ?? {})) if (value !== undefined) given.set(key, String(value));
  // A form-encoded "+" for a space is not understood everywhere, and course references may hold spaces (ssg-api.md §5.1).
  url.search = given.toString().replaceAll('+', '%20');
  return url;
}
