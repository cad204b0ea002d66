import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { afterEach, expect, test } from 'vitest';
import { loader } from '~/live/live';
import { loadContext } from '../api/load-context.js';

/** An API's event streams: one per subscription, each to be spoken on and closed by the test. */
interface Streams {
  url: string;
  open: ServerResponse[];
  server: Server;
  /** Resolves when so many are open. */
  count(number: number): Promise<void>;
}

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close().closeAllConnections();
});

async function startStreams(port = 0): Promise<Streams> {
  const open: ServerResponse[] = [];
  let look: (() => void) | undefined;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    open.push(response);
    look?.();
    response.on('close', () => {
      open.splice(open.indexOf(response), 1);
      look?.();
    });
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const count = (number: number) =>
    new Promise<void>((resolve) => {
      look = () => open.length === number && resolve();
      look();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, open, server, count };
}

const say = (stream: ServerResponse | undefined, data: object) =>
  stream?.write(`event: next\ndata: ${JSON.stringify({ data })}\n\n`);

async function openPage(apiUrl: string, search: string) {
  const gone = new AbortController();
  const request = new Request(`http://console.invalid/p/X/live${search}`, { signal: gone.signal });
  const args = { request, params: { uen: 'X' }, context: loadContext(apiUrl) } as unknown as LoaderFunctionArgs;
  const response = await loader(args);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  /** The next message; heartbeats and the retry line are none. */
  const next = async (): Promise<unknown> => {
    for (;;) {
      const found = /data: (.*)\n\n/.exec(text);
      if (found) {
        text = text.slice(found.index + found[0].length);
        return JSON.parse(found[1] ?? '');
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return 'ended';
      text += chunk.value;
    }
  };
  return { response, next, leave: () => gone.abort(), cancel: () => reader?.cancel() };
}

test('a change at the API is a nudge that names its topic, and carries nothing else', async () => {
  const api = await startStreams();
  const page = await openPage(api.url, '?topic=incidents');
  expect(page.response.headers.get('content-type')).toContain('text/event-stream');
  await api.count(1);
  say(api.open[0], { incidentsChanged: { cursor: '7' } });
  expect(await page.next()).toEqual({ kind: 'changed', topic: 'incidents' });
  page.leave();
  await api.count(0);
});

test.each(['leave', 'cancel'] as const)(
  'a closed tab (%s) leaves nothing behind, however many topics it followed',
  async (how) => {
    const api = await startStreams();
    const page = await openPage(api.url, '?topic=incidents&topic=course-runs&topic=chain-runs');
    await api.count(3);
    await page[how]();
    await api.count(0);
    expect(api.open).toEqual([]);
  },
);

test('a lost API is told once; when it is back, the page is told to read again', async () => {
  const first = await startStreams();
  const page = await openPage(first.url, '?topic=incidents');
  await first.count(1);
  first.server.close();
  first.server.closeAllConnections();
  expect(await page.next()).toEqual({ kind: 'lost' });
  const again = await startStreams(Number(new URL(first.url).port));
  expect(await page.next()).toEqual({ kind: 'back' });
  await again.count(1);
  say(again.open[0], { incidentsChanged: { cursor: '8' } });
  expect(await page.next()).toEqual({ kind: 'changed', topic: 'incidents' });
  page.leave();
  await again.count(0);
});

test('an API that stops in good order is a lost one, not one that refuses', async () => {
  const api = await startStreams();
  const page = await openPage(api.url, '?topic=incidents');
  await api.count(1);
  const errors = [{ message: 'The server stops.', extensions: { code: 'SERVER_STOPPING' } }];
  api.open[0]?.end(`event: next\ndata: ${JSON.stringify({ errors })}\n\nevent: complete\n\n`);
  expect(await page.next()).toEqual({ kind: 'lost' });
  expect(await page.next()).toEqual({ kind: 'back' });
  await api.count(1);
  say(api.open[0], { incidentsChanged: { cursor: '8' } });
  expect(await page.next()).toEqual({ kind: 'changed', topic: 'incidents' });
  page.leave();
  await api.count(0);
});

test('a session that has ended ends the page’s stream, and says so first', async () => {
  const api = createServer((request, response) => {
    request.resume();
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[{"message":"Sign in."}]}');
  });
  running.push(api);
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const page = await openPage(`http://127.0.0.1:${(api.address() as AddressInfo).port}`, '?topic=incidents');
  expect(await page.next()).toEqual({ kind: 'ended' });
  expect(await page.next()).toBe('ended');
});

test.each(['', '?topic=', '?topic=everything', '?topic=chain-run:%0Ax'])('following %j is a bad request', async (search) => {
  const page = await openPage('http://127.0.0.1:1', search);
  expect(page.response.status).toBe(400);
});
