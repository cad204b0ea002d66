import type { RequestHandler } from 'express';
import type { Settings } from '../settings/settings.js';
import { Problem } from './problem.js';

const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

/**
 * Refuses requests that were sent to another name than this machine's, the address it listens on, or that of `PUBLIC_URL` or
 * `ADMIN_URL`: a web page may have its name resolved to our address and then read from here with the visitor's browser (DNS
 * rebinding), but it cannot change the Host header.
 */
export function refuseForeignHosts({
  apiHost,
  publicUrl,
  peopleUrl,
}: Pick<Settings, 'apiHost' | 'publicUrl' | 'peopleUrl'>): RequestHandler {
  const named = [publicUrl, peopleUrl].map((url) => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'));
  const allowed = [...new Set([...LOOPBACK_HOSTS, apiHost.toLowerCase(), ...named])];
  return (request, _response, next) => {
    if (allowed.includes(hostOf(request.headers.host ?? ''))) return next();
    throw new Problem({
      status: 421,
      code: 'HOST_NOT_ALLOWED',
      message: 'Requests are served only when they are addressed to this machine, or to the host of PUBLIC_URL or ADMIN_URL.',
      remedy: `Use one of ${allowed.join(', ')} in the URL, or set ADMIN_URL to the address people use and PUBLIC_URL to that of machines.`,
    });
  };
}

/** The name in a Host header, without its port; empty where it is malformed. */
function hostOf(header: string): string {
  const name = /^(?:\[([0-9a-f:]+)\]|([^:]+))(?::\d+)?$/i.exec(header);
  return (name?.[1] ?? name?.[2] ?? '').toLowerCase();
}
