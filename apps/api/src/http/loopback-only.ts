import type { RequestHandler } from 'express';
import { Problem } from './problem.js';

const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

/** Nobody signs in yet, so nobody but this machine may be served. Thrown for any other address to listen on. */
export class HostNotAllowedError extends Error {
  readonly remedy =
    `Leave the host out or use one of ${LOOPBACK_HOSTS.join(', ')}; for others to reach it, put a reverse proxy that signs people in before it.`;
  constructor(host: string) {
    super(`The API does not know who is asking yet, so it listens on this machine only, not on ${host}.`);
    this.name = 'HostNotAllowedError';
  }
}

/** Throws `HostNotAllowedError` unless the address is this machine's own. */
export function requireLoopback(host: string): void {
  if (!LOOPBACK_HOSTS.includes(host)) throw new HostNotAllowedError(host);
}

/**
 * Refuses requests that were sent to another name: a web page may have its name resolved to 127.0.0.1 and then read from
 * here with the visitor's browser (DNS rebinding), but it cannot change the Host header.
 */
export const refuseForeignHosts: RequestHandler = (request, _response, next) => {
  const name = /^(?:\[([0-9a-f:]+)\]|([^:]+))(?::\d+)?$/i.exec(request.headers.host ?? '');
  const host = (name?.[1] ?? name?.[2] ?? '').toLowerCase();
  if (LOOPBACK_HOSTS.includes(host)) return next();
  throw new Problem({
    status: 421,
    code: 'HOST_NOT_ALLOWED',
    message: 'Requests are served only when they are addressed to this machine.',
    remedy: `Use one of ${LOOPBACK_HOSTS.join(', ')} in the URL.`,
  });
};
