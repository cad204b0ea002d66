import { redirect } from '@remix-run/node';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { notFound } from '~/api/api-fault';
import { serveConsole } from './console.js';

let loads = 0;
const throwing = (make: () => unknown) => ({
  loader: () => {
    loads += 1;
    throw make();
  },
});

let served: Awaited<ReturnType<typeof serveConsole>>;
beforeAll(async () => {
  served = await serveConsole({
    file: { loader: () => new Response('a;b', { headers: { 'content-type': 'text/csv' } }) },
    gone: throwing(() => notFound('file')),
    broken: throwing(() => new Error('the disk is full')),
    elsewhere: throwing(() => redirect('/file')),
    form: { action: throwing(() => notFound('theme')).loader },
  });
});
afterAll(() => served.close());
beforeEach(() => {
  loads = 0;
});

const ACCEPT = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const open = (path: string, init: RequestInit = {}) =>
  fetch(`${served.url}/${path}`, { headers: ACCEPT, redirect: 'manual', ...init });

test('a file that cannot be had is a page to whoever opens it, with its status, under the policy, and asked for once', async () => {
  const answer = await open('gone');
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-security-policy')).toContain("'nonce-");
  expect(await answer.text()).toMatch(/<pre>.*There is no file here\./);
  expect(loads).toBe(1);
});

test('to a script it is what was thrown', async () => {
  const answer = await open('gone', { headers: { accept: '*/*' } });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ kind: 'not-found' });
});

test('what nobody expected is a page too, says nothing of why, and is logged once', async () => {
  const answer = await open('broken');
  expect(answer.status).toBe(500);
  expect(await answer.text()).toMatch(/^(?!.*the disk is full).*<pre>/s);
  expect(served.errors()).toMatchObject([{ failure: { message: 'the disk is full' } }]);
});

test('a form of such an address that fails is a page', async () => {
  const answer = await open('form', { method: 'POST', body: new URLSearchParams({ theme: 'dark' }) });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('<pre>');
});

test('what is asked for its headers alone has the status, and nothing else', async () => {
  const answer = await open('gone', { method: 'HEAD' });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
});

test('what goes well, or leads elsewhere, is answered as it is', async () => {
  expect(await (await open('file')).text()).toBe('a;b');
  const answer = await open('elsewhere');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/file']);
});
