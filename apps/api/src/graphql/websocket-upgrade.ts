import { type IncomingHttpHeaders, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express, RequestHandler } from 'express';
import type { Origins } from '../http/origins.js';
import { Problem } from '../http/problem.js';
import type { GraphqlSockets } from './websocket-server.js';

interface Upgrade {
  stream: Duplex;
  /** What was read of the connection beyond the request. */
  head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/**
 * Sends requests for a WebSocket through the app like any other request: they get an id and a log line, and are refused
 * for the same reasons with the same answers.
 */
export function routeUpgrades(server: Server, app: Express): void {
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Nobody else listens for errors of a connection that Node has given away, and one would end the process.
    stream.on('error', () => stream.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return replayWithoutUpgrade(server, request, stream, head);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(stream as Socket);
    response.once('finish', () => {
      response.detachSocket(stream as Socket);
      stream.end();
      response.emit('close');
    });
    upgrades.set(request, { stream, head });
    app(request, response);
  });
}

/** Turns a request for a WebSocket into one; every other request goes on. */
export function acceptSockets(sockets: GraphqlSockets, origins: Origins): RequestHandler {
  return (request, response, next) => {
    const upgrade = upgrades.get(request);
    if (!upgrade) return next();
    refuseForeignOrigin(request.headers, origins);
    const { stream, head } = upgrade;
    response.statusCode = 101;
    response.detachSocket(stream as Socket);
    stream.once('close', () => response.emit('close'));
    sockets.accept(request, stream, head, request.ip ?? '');
  };
}

/** Browsers let any page open a WebSocket to anywhere, with their cookies, and read from it: the origin is all that tells them apart. */
function refuseForeignOrigin({ origin, host }: IncomingHttpHeaders, origins: Origins): void {
  if (origin === undefined || origins.trusts(origin, host)) return;
  throw new Problem({
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
    message: 'Pages of other sites may not follow what happens here.',
    remedy: 'Open the page from the address of this API, or name its origin in CORS_ORIGINS.',
  });
}

/**
 * Some clients ask for HTTP/2 with their first request (Java's does) and expect to be answered in HTTP/1.1 all the same.
 * Node hands such a request over without its body, so it is put back without the wish and read anew.
 */
function replayWithoutUpgrade(server: Server, request: IncomingMessage, stream: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    if (!/^(upgrade|connection|http2-settings)$/i.test(name)) lines.push(`${name}: ${request.rawHeaders[index + 1] ?? ''}`);
  }
  stream.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', stream);
}
