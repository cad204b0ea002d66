import type { Request, RequestHandler } from 'express';
import { CONSOLE_HEADER, consoleKeyOf } from '../access/console-key.js';
import type { Dependencies } from '../dependencies.js';
import { createKeyCheck } from './api-key.js';

/**
 * Settles from which address a request comes (`request.ip`). `x-forwarded-for` is believed as far as it was written by
 * `TRUST_PROXY` proxies, and by the console, which stands behind them and counts as one more. Only its key tells the console
 * from whatever else is on this machine: a proxy that is taken for it would let callers choose their address.
 */
export function readCallerAddress(deps: Pick<Dependencies, 'settings' | 'secretKey'>): RequestHandler {
  const { trustProxy } = deps.settings;
  const check = createKeyCheck(consoleKeyOf(deps));
  return (request, _response, next) => {
    const isConsole = check(request.get(CONSOLE_HEADER)) === 'right';
    // Express's own setting knows one number of proxies, the same for every request.
    Object.defineProperty(request, 'ip', { value: addressOf(request, trustProxy + (isConsole ? 1 : 0)) });
    next();
  };
}

/** The address so many proxies back: each adds the one it saw at the end. The first of all where there were fewer. */
function addressOf(request: Request, proxies: number): string {
  const told = (request.get('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  const nearestFirst = [request.socket.remoteAddress ?? '', ...told.filter(Boolean).toReversed()];
  return nearestFirst[Math.min(proxies, nearestFirst.length - 1)] ?? '';
}
