import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerBuild } from '@remix-run/node';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/create-app.js';
import { readSettings } from '../../server/settings.js';
import { serve } from './serve.js';

type Served = Awaited<ReturnType<typeof serve>>;

/** The smallest Remix build there can be: one page that shows its nonce, one action. */
const build = {
  entry: {
    module: {
      handleError: () => {},
      default: (_request: Request, status: number, headers: Headers, _remix: unknown, context: { nonce: string }) =>
        new Response(`nonce ${context.nonce}`, { status, headers }),
    },
  },
  routes: { root: { id: 'root', path: '', module: { default: () => null, action: () => Response.json({ acted: true }) } } },
  assets: { entry: { module: '', imports: [] }, routes: {}, url: '', version: '1' },
  publicPath: '/',
  assetsBuildDirectory: '',
  basename: '/',
  future: { v3_singleFetch: true },
  isSpaMode: false,
  mode: 'production',
} as unknown as ServerBuild;

let folder: string;
let api: Served;
let served: Served;
let apiUrl: string;
const asked: { url: string; headers: Record<string, unknown> }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-console-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'assets', 'page-abc.js'), 'export {}');
  api = await serve((incoming, response) => {
    asked.push({ url: incoming.url ?? '', headers: incoming.headers });
    response.setHeader('set-cookie', 'rollcall.session_token=x; HttpOnly; Path=/');
    response.end('the API’s page');
  });
  apiUrl = api.url;
  const settings = readSettings({
    API_URL: apiUrl,
    ADMIN_URL: 'https://rollcall.example.org',
    ADMIN_KEY: 'a-key-of-this-test-only',
  });
  served = await serve(createApp({ settings, build, clientFolder: folder, log: pino({ level: 'silent' }) }));
});
afterAll(async () => {
  await served.close();
  await api.close();
  rmSync(folder, { recursive: true });
});

describe('the policy of what a page may load', () => {
  test('names a new nonce with every answer, the one the page was given', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const answer = await fetch(served.url);
        const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
        expect(await answer.text()).toBe(`nonce ${nonce}`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  test('allows no script without it, no frame around, no form that leads elsewhere', async () => {
    const policy = (await fetch(served.url)).headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("object-src 'none'");
    expect(/script-src[^;]*/.exec(policy ?? '')?.[0]).not.toContain('unsafe');
  });
});

const post = (headers: Record<string, string>) => fetch(served.url, { method: 'POST', headers, redirect: 'manual' });

describe('forms', () => {
  test.each([
    ['of this host', () => ({ origin: served.url })],
    ['of the address people know', () => ({ origin: 'https://rollcall.example.org' })],
    ['sent by a program', () => ({})],
  ])('%s are read', async (_what, headers) => {
    expect((await post(headers())).status).toBe(200);
  });

  test.each([
    ['of another site', { origin: 'https://evil.example.org' }],
    ['of a page without an origin', { origin: 'null' }],
    ['whose browser says they come from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['of a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
  ])('%s are refused, and say what to do', async (_what, headers) => {
    const answer = await post(headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Open the console');
  });
});

describe('what no form of the console sends is refused unread', () => {
  const bodies = {
    'a very long form': { status: 413, type: 'application/x-www-form-urlencoded', body: `theme=${'a'.repeat(1_000_000)}` },
    JSON: { status: 415, type: 'application/json', body: '{}' },
    text: { status: 415, type: 'text/plain', body: 'theme=dark' },
  };
  test.each(Object.entries(bodies))('%s', async (_what, { status, type, body }) => {
    const answer = await fetch(served.url, { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/form/i);
  });

  test('a form whose length is not told', async () => {
    const body = new Blob(['theme=dark']).stream();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(served.url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(411);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    const answer = await fetch(served.url, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  test('but a form of usual length is read', async () => {
    const body = new URLSearchParams({ theme: 'dark' });
    expect((await fetch(served.url, { method: 'POST', body })).status).toBe(200);
  });
});

test.each(['/p/%E0%A4%A/classes', '/assets/%E0%A4%A', '/assets/none.js'])('%s is answered without a stack', async (where) => {
  const answer = await fetch(`${served.url}${where}`);
  expect(answer.status).toBe(where.endsWith('.js') ? 404 : 400);
  const text = await answer.text();
  expect(text).not.toContain('node_modules');
  expect(text).toMatch(/Look whether|Load the page/);
});

describe('identity pages', () => {
  test('come from the API as they are, cookie included, and the API learns who asked', async () => {
    asked.length = 0;
    const answer = await fetch(`${served.url}/sign-in?next=%2Fp%2FX`);
    expect(await answer.text()).toBe('the API’s page');
    expect(answer.headers.get('set-cookie')).toContain('rollcall.session_token=x');
    expect(answer.headers.get('content-security-policy')).toBeNull();
    expect(asked[0]?.url).toBe('/sign-in?next=%2Fp%2FX');
    expect(asked[0]?.headers).toMatchObject({ 'x-forwarded-host': new URL(served.url).host, 'x-forwarded-proto': 'http' });
    expect(asked[0]?.headers['x-rollcall-console']).toBe('a-key-of-this-test-only');
    expect(asked[0]?.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/);
  });

  test.each(['/graphql', '/metrics', '/readyz', '/external/trigger', '/sign-inside', '/api/authority'])(
    '%s of the API is not handed through',
    async (where) => {
      asked.length = 0;
      await fetch(`${served.url}${where}`);
      expect(asked).toEqual([]);
    },
  );

  test('that cannot be had say so, readably and for a while', async () => {
    const settings = readSettings({ API_URL: 'http://127.0.0.1:1' });
    const alone = await serve(createApp({ settings, build, clientFolder: folder, log: pino({ level: 'silent' }) }));
    const answer = await fetch(`${alone.url}/sign-in`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.text()).toContain('the API does not answer');
    await alone.close();
  });
});

test('built files are kept for a year, one that is not there is a 404, and no path leads out of the folder', async () => {
  const built = await fetch(`${served.url}/assets/page-abc.js`);
  expect(built.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await fetch(`${served.url}/assets/none.js`)).status).toBe(404);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(served.url);
    request({ hostname, port, path: '/assets/../../../../etc/passwd' }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).not.toBe(500);
  expect(asked.some(({ url }) => url.includes('passwd'))).toBe(false);
});

test('whether it stands can be asked without an API', async () => {
  expect(await (await fetch(`${served.url}/healthz`)).text()).toBe('ok\n');
});
