import type { TestApi } from '../test-api.js';

export interface PageAnswer {
  status: number;
  /** Where it redirects to; null where it does not. */
  location: string | null;
  text: string;
  headers: Headers;
}

/** A browser without scripts: it keeps cookies, posts forms, and follows no redirect by itself. */
export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<PageAnswer>;
  /** Posts a form as one of our pages would. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<PageAnswer>;
  cookies: Map<string, string>;
}

export function openBrowser(api: Pick<TestApi, 'server'>): Browser {
  const cookies = new Map<string, string>();
  const { url } = api.server;
  const send = async (path: string, init: RequestInit): Promise<PageAnswer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const location = response.headers.get('location');
    return { status: response.status, location, text: await response.text(), headers: response.headers };
  };
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: url,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const name = pair.slice(0, pair.indexOf('='));
  if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) cookies.delete(name);
  else cookies.set(name, pair.slice(name.length + 1));
}
