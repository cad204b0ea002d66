import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { requestIdOf } from '../http/request-context.js';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import type { AdmitCaller, Caller } from './admit-caller.js';
import { unauthenticated } from './context.js';
import type { MaskError } from './mask-error.js';
import type { RenewPrincipal } from './renew-principal.js';
import { type SendText, sendResults } from './send-results.js';
import { readCredentials } from './socket-credentials.js';
import { createFrameSender } from './socket-frames.js';
import type { Subscribe } from './subscriptions.js';
import { withoutHttp } from './without-http.js';

export interface WebSocketLimits {
  /** The longest message that is read. */
  maxPayloadBytes: number;
  maxSubscriptions: number;
  /** How long a new socket may take to introduce itself. */
  initWaitMs: number;
  /** Between two pings; who has not answered one by the next is gone. */
  keepAliveMs: number;
  /** How long a socket may take to say goodbye when the server stops. */
  closeWaitMs: number;
}

export const DEFAULT_LIMITS: WebSocketLimits = {
  maxPayloadBytes: 65_536,
  maxSubscriptions: 100,
  initWaitMs: 3000,
  keepAliveMs: 12_000,
  closeWaitMs: 1000,
};

/** What serves an operation: the same plugins as over HTTP. */
export interface Enveloped {
  schema: GraphQLSchema;
  parse(text: string): DocumentNode;
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
  contextFactory(): unknown;
  execute: NonNullable<ServerOptions['execute']>;
}

export interface GraphqlSockets {
  /** Answers the handshake and serves the socket. What it runs keeps the request's id. @param from the caller's address */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer, from: string): void;
  /** Says goodbye to every socket (1001) and waits until all have gone. */
  close(): Promise<void>;
}

type PreparedArgs = ExecutionArgs & Pick<Enveloped, 'execute'>;

interface Extra extends Record<PropertyKey, unknown> {
  send: SendText;
  request: IncomingMessage;
  /** The caller's address. */
  from: string;
  /** Of its handshake. */
  requestId: string;
  /** Set when the socket has introduced itself. */
  caller?: Caller;
}

/** GraphQL over WebSocket (graphql-transport-ws). Who asks is said by the handshake's headers, or by the introduction. */
export function createGraphqlSockets(options: {
  envelop: (caller: Caller) => Enveloped;
  subscribe: Subscribe;
  admit: AdmitCaller;
  renew: RenewPrincipal;
  /** The text of an operation, which a list of persisted ones may hold or restrict. Throws a `GraphQLError`. */
  textOf: (payload: SubscribePayload) => string;
  maskError: MaskError;
  log: Logger;
  limits?: Partial<WebSocketLimits>;
}): GraphqlSockets {
  const { envelop, subscribe, admit, renew, textOf, maskError, log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  /** One operation that fails does not end the others of its socket. */
  const forCaller = (error: unknown, { requestId }: { requestId: string }): GraphQLError => {
    const told = maskError(error, requestId);
    return told instanceof GraphQLError ? told : new GraphQLError(told.message);
  };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxPayloadBytes, handleProtocols });
  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.initWaitMs,
    execute: async (args) => {
      try {
        return await (args as PreparedArgs).execute(args);
      } catch (error) {
        return { errors: [forCaller(error, args.contextValue as { requestId: string })] };
      }
    },
    subscribe,
    onConnect: async ({ extra, connectionParams }) => {
      const credentials = readCredentials(extra.request, connectionParams);
      if (!credentials) return false;
      try {
        extra.caller = await admit({
          headers: credentials.headers,
          requestId: extra.requestId,
          from: extra.from,
          method: 'WEBSOCKET',
        });
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        log.info({ event: 'websocket_refused', code: error.extensions.code }, 'a WebSocket was refused');
        return false;
      }
      return { authenticatedBy: extra.caller.principal && credentials.from };
    },
    onOperation: ({ extra: { send } }, id, _payload, _args, result) =>
      Symbol.asyncIterator in result ? sendResults(result as AsyncIterableIterator<ExecutionResult>, id, send) : undefined,
    onSubscribe: async ({ subscriptions, extra }, _id, payload) => {
      if (Object.keys(subscriptions).length > limits.maxSubscriptions) return [tooMany(limits.maxSubscriptions)];
      try {
        const now = await callerNow(extra.caller, renew);
        await now.spend(1);
        return await prepare(envelop(now), payload, textOf(payload));
      } catch (error) {
        return [forCaller(error, extra)];
      }
    },
    onNext: (_context, _id, _payload, _args, { errors, ...result }) =>
      errors ? { ...result, errors: errors.map(withoutHttp) } : undefined,
    onError: (_context, _id, _payload, errors) => errors.map((error) => withoutHttp(error).toJSON()),
  });

  const serve = (socket: WebSocket, request: IncomingMessage, from: string) => {
    const requestId = requestIdOf(request);
    const fail = (error: unknown) => {
      log.error(
        { event: 'websocket_error', requestId, failure: loggableError(error) },
        'a message on a WebSocket could not be served',
      );
      socket.close(CloseCode.InternalServerError, 'Internal server error');
    };
    // Broken frames and connections: the socket closes itself.
    socket.on('error', (error) => log.debug({ event: 'websocket_broken', failure: loggableError(error) }, 'a WebSocket broke'));
    const send = createFrameSender(socket, request.socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close: (code, reason) => socket.close(code, reason),
        onMessage: (answer) =>
          socket.on('message', (data: Buffer) => {
            answer(data.toString()).catch(fail);
          }),
      },
      { send, request, requestId, from },
    );
    const stopPinging = keepAlive(socket, limits.keepAliveMs);
    socket.once('close', (code, reason) => {
      stopPinging();
      closed(code, reason.toString()).catch(fail);
    });
  };

  return {
    accept: (request, stream, head, from) =>
      sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, request, from)),
    close: () => closeAll(sockets, limits.closeWaitMs),
  };
}

/** Who asks, as of now: a socket may be older than what its caller may do. */
async function callerNow(caller: Caller | undefined, renew: RenewPrincipal): Promise<Caller> {
  if (!caller) throw new Error('The protocol let a socket ask before it had introduced itself');
  if (caller.principal === null) return caller;
  const principal = await renew(caller.principal);
  if (!principal) throw unauthenticated();
  return { ...caller, principal };
}

async function prepare(
  enveloped: Enveloped,
  { operationName, variables }: SubscribePayload,
  text: string,
): Promise<PreparedArgs | readonly GraphQLError[]> {
  const { schema, parse, validate, contextFactory, execute } = enveloped;
  const document = parse(text);
  const errors = validate(schema, document);
  if (errors.length > 0) return errors;
  return {
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: await contextFactory(),
    execute,
  };
}

const tooMany = (most: number): GraphQLError =>
  new GraphQLError(`One connection has at most ${most} operations at a time. Complete some, or open another connection.`, {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
  });

/** Pings, and ends a socket whose other side no longer answers. */
function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}

async function closeAll(sockets: WebSocketServer, waitMs: number): Promise<void> {
  const gone = [...sockets.clients].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
  for (const socket of sockets.clients) socket.close(1001, 'Going away');
  const tooSlow = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, waitMs);
  await Promise.all(gone);
  clearTimeout(tooSlow);
  await new Promise<void>((resolve) => sockets.close(() => resolve()));
}
