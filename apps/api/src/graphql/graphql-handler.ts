import type { RequestHandler } from 'express';
import { type ExecutionArgs, GraphQLError, getOperationAST, getVariableValues, Kind, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { stringify } from 'safe-stable-stringify';
import type { Authenticator } from '../access/authenticator.js';
import type { Dependencies } from '../dependencies.js';
import type { EventHub } from '../events/event-hub.js';
import { currentRequestId } from '../http/request-context.js';
import { createProvenanceLoader } from '../modules/changes/provenance-loader.graphql.js';
import { createTrainerUserLoader } from '../modules/trainers/trainer-user-loader.graphql.js';
import type { Engine } from '../workflow/engine.js';
import { checkOperation } from './check-operation.js';
import type { GraphqlContext } from './context.js';
import { createErrorMask } from './mask-error.js';
import { schema } from './schema.js';
import { createSubscribe, useSubscribe } from './subscriptions.js';
import { createGraphqlSockets, type GraphqlSockets } from './websocket-server.js';

const MAX_BODY_BYTES = 100_000;
/** Validation compares fields of one name pair by pair, so it is kept from seeing endless documents. */
const MAX_TOKENS = 5_000;

type HandlerDependencies = Pick<Dependencies, 'database' | 'log' | 'now' | 'newId' | 'settings'> & {
  events: EventHub;
  authenticator: Authenticator;
  /** Absent in a process that serves no chains. */
  engine?: Engine;
};

export interface GraphqlEndpoint {
  /** Queries, and subscriptions as server-sent events; GraphiQL to browsers. */
  answer: RequestHandler;
  /** The same operations over WebSocket. */
  sockets: GraphqlSockets;
}

/** Serves GraphQL. Other sites' pages may not read the answers: there are no CORS headers. */
export function createGraphqlEndpoint(deps: HandlerDependencies): GraphqlEndpoint {
  const { database, log, now, newId, events, engine, authenticator } = deps;
  const newLoaders = () => ({
    trainerUsers: createTrainerUserLoader(database.pool),
    provenance: createProvenanceLoader(database.pool),
  });
  const newContext = async ({ request }: { request?: Request }): Promise<GraphqlContext> => ({
    database,
    now,
    newId,
    events,
    ...(engine && { engine }),
    principal: request ? await authenticator.authenticate(request.headers, '') : null,
    requestId: currentRequestId() ?? '',
    ...newLoaders(),
  });
  const maskError = createErrorMask(log);
  const subscribe = createSubscribe<GraphqlContext>({
    check: checkExecution,
    viewerOf: ({ principal }) => stringify(principal),
    contextOfEvent: (context) => ({ ...context, ...newLoaders() }),
    maskError,
  });
  const yoga = createYoga<object, GraphqlContext>({
    schema,
    logging: false,
    cors: false,
    batching: false,
    multipart: false,
    landingPage: false,
    maxRequestBodySize: MAX_BODY_BYTES,
    maskedErrors: { maskError },
    graphiql: {
      title: 'Rollcall API',
      defaultQuery:
        '{\n  courseRuns(first: 5) {\n    totalCount\n    nodes { ssgRunId startDate course { courseCode title } }\n  }\n}\n',
    },
    // The default page loads its scripts from the internet; this one has them inside. Nine megabytes, so only when asked for.
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    plugins: [limitTokens(), limitOperations(), useSubscribe(subscribe)],
    context: newContext,
  });
  return {
    answer: (request, response) => yoga(request, response),
    sockets: createGraphqlSockets({ envelop: () => yoga.getEnveloped({}), subscribe, log }),
  };
}

function limitTokens(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parse(source, { ...options, maxTokens: MAX_TOKENS }));
    },
  };
}

function limitOperations(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      try {
        checkExecution(args);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        setResultAndStopExecution({ errors: [error] });
      }
    },
  };
}

/** Variables that do not fit their types are left to the execution, which says so. */
function checkExecution({ document, operationName, variableValues }: ExecutionArgs): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) return;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
  if (!coerced) return;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  checkOperation({
    schema,
    operation,
    variables: coerced,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
  });
}
