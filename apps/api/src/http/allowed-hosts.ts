import type { RequestHandler } from 'express';
import { Problem } from './problem.js';

const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

/**
 * Refuses requests that were sent to another name than this machine's or `PUBLIC_URL`'s: a web page may have its name
 * resolved to our address and then read from here with the visitor's browser (DNS rebinding), but it cannot change the
 * Host header.
 */
export function refuseForeignHosts(publicUrl: string): RequestHandler {
  const { hostname } = new URL(publicUrl);
  const allowed = [...LOOPBACK_HOSTS, hostname.replace(/^\[(.*)\]$/, '$1')];
  return (request, _response, next) => {
    if (allowed.includes(hostOf(request.headers.host ?? ''))) return next();
    throw new Problem({
      status: 421,
      code: 'HOST_NOT_ALLOWED',
      message: 'Requests are served only when they are addressed to this machine, or to the host of PUBLIC_URL.',
      remedy: `Use one of ${[...new Set(allowed)].join(', ')} in the URL, or set PUBLIC_URL to the address people use.`,
    });
  };
}

/** The name in a Host header, without its port; empty where it is malformed. */
function hostOf(header: string): string {
  const name = /^(?:\[([0-9a-f:]+)\]|([^:]+))(?::\d+)?$/i.exec(header);
  return (name?.[1] ?? name?.[2] ?? '').toLowerCase();
}
