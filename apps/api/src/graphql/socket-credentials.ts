import type { IncomingMessage } from 'node:http';

/** The headers by which a socket's caller is known, and where they were found. */
export interface Credentials {
  headers: Headers;
  from: 'connection_init' | 'handshake';
}

/**
 * What the introduction of a socket (`connection_init`) says about its caller: `{ apiKey }` or `{ authorization }`. Where it
 * says nothing, the headers of the handshake do: a browser's cookie, a program's key. Null where it says both, or not in
 * text: then nobody can tell which was meant.
 */
export function readCredentials(request: IncomingMessage, payload: Record<string, unknown> | undefined): Credentials | null {
  const { apiKey, authorization } = payload ?? {};
  if (apiKey == null && authorization == null) return { headers: headersOf(request), from: 'handshake' };
  if (apiKey != null && authorization != null) return null;
  const given = apiKey ?? authorization;
  // A header cannot hold every text.
  if (typeof given !== 'string' || !/^[\x20-\x7e]{1,8000}$/.test(given)) return null;
  return { headers: new Headers({ [apiKey == null ? 'authorization' : 'x-api-key']: given }), from: 'connection_init' };
}

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) all.set(name, Array.isArray(value) ? value.join(', ') : value);
  return all;
}
