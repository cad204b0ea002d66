import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  method: string;
  /** Path and query as they were sent. */
  target: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, a string as it is. */
  body?: unknown;
  /** Breaks the connection after reading the request: before any answer, or in the middle of it. */
  hangUp?: 'before-answer' | 'in-the-middle';
  /** Never answers. */
  silent?: boolean;
}

export type Script = (request: ReceivedRequest, index: number) => Reply | Promise<Reply>;

export interface ScriptedServer {
  url: string;
  /** Everything but token requests, in order of arrival. */
  requests: ReceivedRequest[];
  tokenRequests: ReceivedRequest[];
  stop(): Promise<void>;
}

export const TOKEN_PATH = '/dp-oauth/oauth/token';

/** A real local server whose answers a test scripts. Tokens are `token-1`, `token-2` … unless `tokens` says otherwise. */
export async function startScriptedServer(
  script: Script | readonly Reply[],
  options: { tokens?: Script; tls?: ServerOptions } = {},
): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const tokenRequests: ReceivedRequest[] = [];
  const tokens: Script = options.tokens ?? ((_, index) => ({ body: { access_token: `token-${index + 1}`, expires_in: 3600 } }));
  const answer: Script =
    typeof script === 'function'
      ? script
      : (_, index) => script[Math.min(index, script.length - 1)] ?? { status: 599, body: 'no reply scripted' };

  const listener: RequestListener = async (request, response) => {
    const received = await receive(request);
    const isToken = received.path === TOKEN_PATH;
    const log = isToken ? tokenRequests : requests;
    log.push(received);
    send(response, await (isToken ? tokens : answer)(received, log.length - 1));
  };
  const server = options.tls === undefined ? createServer(listener) : createHttpsServer(options.tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    tokenRequests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '', hangUp, silent }: Reply): void {
  if (silent === true) return;
  if (hangUp === 'before-answer') {
    response.socket?.destroy();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  if (hangUp === 'in-the-middle') response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  else response.end(text);
}
