import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Request as ExpressRequest, RequestHandler } from 'express';
import type { GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Authenticator } from '../access/authenticator.js';
import { keyOfPrincipal } from '../access/key-of-principal.js';
import type { Dependencies } from '../dependencies.js';
import type { EventHub } from '../events/event-hub.js';
import type { Origins } from '../http/origins.js';
import { requestIdOf } from '../http/request-context.js';
import { createProvenanceLoader } from '../modules/changes/provenance-loader.graphql.js';
import { createTrainerUserLoader } from '../modules/trainers/trainer-user-loader.graphql.js';
import type { Engine } from '../workflow/engine.js';
import { type AdmitCaller, type Caller, createAdmission } from './admit-caller.js';
import type { GraphqlContext } from './context.js';
import { createEventGuard } from './guard-events.js';
import { hideSchema } from './hide-schema.js';
import { limitDocuments, limitOperations, payFor } from './limit-operations.js';
import { createErrorMask, type MaskError } from './mask-error.js';
import { OpenStreams } from './open-streams.js';
import { readPersistedOperations } from './persisted-operations.js';
import { type Beforehand, createPlainPost, plainTypeOf } from './plain-post.js';
import { createRateLimit } from './rate-limit.js';
import { createPrincipalRenewal } from './renew-principal.js';
import { isQuery, runQuery } from './run-query.js';
import { schema } from './schema.js';
import { createSubscribe, useSubscribe } from './subscriptions.js';
import { createValidDocuments } from './valid-documents.js';
import { createGraphqlSockets, type GraphqlSockets } from './websocket-server.js';

const MAX_BODY_BYTES = 100_000;

type HandlerDependencies = Pick<
  Dependencies,
  'accounts' | 'database' | 'identifiers' | 'log' | 'now' | 'newId' | 'settings' | 'ssg'
> &
  Pick<GraphqlContext, 'beginSync' | 'planSync'> & {
    events: EventHub;
    authenticator: Authenticator;
    origins: Origins;
    /** Absent in a process that serves no chains. */
    engine?: Engine;
  };

export interface GraphqlEndpoint {
  /** Queries, and subscriptions as server-sent events; GraphiQL to browsers. */
  answer: RequestHandler;
  /** The same operations over WebSocket. */
  sockets: GraphqlSockets;
  /** Lets go of what it holds beside the sockets. */
  close(): void;
}

/** What yoga is handed with each request. */
interface Exchange {
  req: IncomingMessage & Pick<ExpressRequest, 'ip'>;
  res: ServerResponse;
}

/** Serves GraphQL. Who asks is found out before anything of a request is read. Throws `PersistedOperationsError`. */
export function createGraphqlEndpoint(deps: HandlerDependencies): GraphqlEndpoint {
  const { accounts, database, identifiers, log, now, newId, events, engine, authenticator, origins, settings } = deps;
  const { ssg, beginSync, planSync } = deps;
  const newLoaders = () => ({
    trainerUsers: createTrainerUserLoader(database.pool),
    provenance: createProvenanceLoader(database.pool),
  });
  const rates = createRateLimit({ perMinute: settings.graphql.ratePerMinute, redisUrl: settings.eventsUrl, log });
  const admit = createAdmission({ authenticator, rates, origins });
  const renew = createPrincipalRenewal({ authenticator });
  const persisted = readPersistedOperations(settings.graphql.persistedOperations);
  const admitted = new WeakMap<Request, Caller>();
  const documents = createValidDocuments();
  const beforehand = new WeakMap<IncomingMessage, Beforehand>();
  const callerOf = ({ request, caller }: { request?: Request; caller?: Caller }): Caller => {
    const known = caller ?? (request && admitted.get(request));
    if (!known) throw new Error('An operation reached its execution without its caller having been admitted');
    return known;
  };
  const newContext = (arrived: { request?: Request; caller?: Caller }): GraphqlContext => ({
    database,
    identifiers,
    accounts,
    settings,
    log,
    now,
    newId,
    events,
    ssg,
    beginSync,
    planSync,
    ...(engine && { engine }),
    ...callerOf(arrived),
    ...newLoaders(),
  });
  const maskError = createErrorMask(log);
  const streams = new OpenStreams();
  const subscribe = createSubscribe<GraphqlContext, Principal>({
    check: payFor,
    guard: createEventGuard(renew),
    enter: ({ principal }) => streams.open(principal),
    keyOf: keyOfPrincipal,
    contextOfEvent: (context, principal) => ({ ...context, principal, ...newLoaders() }),
    maskError: (error, { requestId }) => maskError(error, requestId),
  });
  const yoga = createYoga<Exchange, GraphqlContext>({
    schema,
    logging: false,
    cors: false,
    batching: false,
    multipart: false,
    landingPage: false,
    maxRequestBodySize: MAX_BODY_BYTES,
    // Masks what `maskErrors` did not see, under an id of its own.
    maskedErrors: { maskError: (error) => maskError(error, newId()) },
    graphiql: settings.graphql.graphiql && {
      title: 'Rollcall API',
      defaultQuery:
        '{\n  courseRuns(first: 5) {\n    totalCount\n    nodes { ssgRunId startDate course { courseCode title } }\n  }\n}\n',
    },
    // The default page loads its scripts from the internet; this one has them inside. Nine megabytes, so only when asked for.
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    plugins: [
      admitCallers(admit, admitted, beforehand),
      answerKnown(beforehand),
      documents.plugin,
      ...(persisted ? [persisted.plugin] : []),
      limitDocuments(),
      ...(settings.graphql.introspection ? [] : [hideSchema()]),
      limitOperations({ log }),
      maskErrors(maskError),
      useSubscribe(subscribe),
    ],
    context: newContext,
  });
  const plainPost = createPlainPost({
    admit,
    findQuery: (posted) => {
      const document = documents.find(posted.query);
      return document && isQuery(document, posted) ? document : null;
    },
    run: (document, posted, caller, request) =>
      runQuery({ maskError, log }, document, posted, { ...newContext({ caller }), request }),
    yoga: (request, response, known) => {
      beforehand.set(request, known);
      void yoga(request, response);
    },
  });
  return {
    answer: (request, response, next) => {
      // A list of operations, where one is set, is yoga's.
      const type = persisted ? null : plainTypeOf(request, MAX_BODY_BYTES);
      if (type === null) return yoga(request, response);
      return plainPost(type)(request, response, next);
    },
    sockets: createGraphqlSockets({
      envelop: (caller) => yoga.getEnveloped({ caller }),
      textOf: persisted?.textOf ?? (({ query }) => query),
      subscribe,
      admit,
      renew,
      maskError,
      log,
    }),
    close: () => rates.close(),
  };
}

/** Before the body is read, and answered like any other error of GraphQL. */
function admitCallers(
  admit: AdmitCaller,
  admitted: WeakMap<Request, Caller>,
  beforehand: WeakMap<IncomingMessage, Beforehand>,
): Plugin<object, Exchange> {
  return {
    async onRequestParse({ request, serverContext: { req, res } }) {
      const { headers, method } = request;
      const known = beforehand.get(req)?.admission;
      const arrival = { headers, requestId: requestIdOf(req), method, from: req.ip ?? '', response: res };
      admitted.set(request, await (known ?? admit(arrival)));
    },
  };
}

/** Answers with a result that is there already, so that all errors are answered in one way. */
function answerKnown(beforehand: WeakMap<IncomingMessage, Beforehand>): Plugin<object, Exchange> {
  return {
    onParams({ context: { req }, setResult }) {
      const result = beforehand.get(req)?.result;
      if (result) setResult(result);
    },
  };
}

/** Errors of an execution, which still knows its request. */
function maskErrors(maskError: MaskError): Plugin<GraphqlContext> {
  return {
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (Symbol.asyncIterator in result || !result.errors) return;
        const errors = result.errors.map((error) => maskError(error, contextValue.requestId) as GraphQLError);
        setResult({ ...result, errors });
      },
    }),
  };
}
