import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import { type SendText, sendResults } from './send-results.js';
import { createFrameSender } from './socket-frames.js';
import type { Subscribe } from './subscriptions.js';

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
  /** Answers the handshake and serves the socket. What it runs keeps the request's id. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  /** Says goodbye to every socket (1001) and waits until all have gone. */
  close(): Promise<void>;
}

type PreparedArgs = ExecutionArgs & Pick<Enveloped, 'execute'>;

interface Extra extends Record<PropertyKey, unknown> {
  send: SendText;
}

/** GraphQL over WebSocket (graphql-transport-ws). */
export function createGraphqlSockets(options: {
  envelop: () => Enveloped;
  subscribe: Subscribe;
  log: Logger;
  limits?: Partial<WebSocketLimits>;
}): GraphqlSockets {
  const { envelop, subscribe, log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxPayloadBytes, handleProtocols });
  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.initWaitMs,
    execute: (args) => (args as PreparedArgs).execute(args),
    subscribe,
    onOperation: ({ extra: { send } }, id, _payload, _args, result) =>
      Symbol.asyncIterator in result ? sendResults(result as AsyncIterableIterator<ExecutionResult>, id, send) : undefined,
    onSubscribe: async ({ subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > limits.maxSubscriptions) return [tooMany(limits.maxSubscriptions)];
      return await prepare(envelop(), payload);
    },
  });

  const serve = (socket: WebSocket, request: IncomingMessage) => {
    const fail = (error: unknown) => {
      log.error({ event: 'websocket_error', failure: loggableError(error) }, 'a message on a WebSocket could not be served');
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
          socket.on(
            'message',
            AsyncResource.bind((data: Buffer) => {
              answer(data.toString()).catch(fail);
            }),
          ),
      },
      { send },
    );
    const stopPinging = keepAlive(socket, limits.keepAliveMs);
    socket.once('close', (code, reason) => {
      stopPinging();
      closed(code, reason.toString()).catch(fail);
    });
  };

  return {
    accept: (request, stream, head) => sockets.handleUpgrade(request, stream, head, serve),
    close: () => closeAll(sockets, limits.closeWaitMs),
  };
}

async function prepare(enveloped: Enveloped, payload: SubscribePayload): Promise<PreparedArgs | readonly GraphQLError[]> {
  const { schema, parse, validate, contextFactory, execute } = enveloped;
  let document: DocumentNode;
  try {
    document = parse(payload.query);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
  const errors = validate(schema, document);
  if (errors.length > 0) return errors;
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
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
