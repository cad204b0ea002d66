import type { ServerResponse } from 'node:http';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loader } from '~/exports/download-export';
import { loadContext } from '../api/load-context.js';
import { serve } from '../server/serve.js';

const EXPORT_ID = Buffer.from('DataExport:1').toString('base64');
const node = { __typename: 'DataExport', provider: { uen: 'X' }, downloadUrl: 'http://elsewhere.invalid/exports/1?signature=s' };

let giveFile: (response: ServerResponse) => void;
let api: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  api = await serve((request, response) => {
    request.resume();
    if (request.url !== '/graphql') return giveFile(response);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { node, nodes: [node] } }));
  });
});
afterEach(() => api.close());

const download = () =>
  loader({
    request: new Request(`http://console.invalid/p/X/exports/${EXPORT_ID}/download`),
    params: { uen: 'X', exportId: EXPORT_ID },
    context: loadContext(api.url),
  } as unknown as LoaderFunctionArgs);
const thrown = (answer: Promise<unknown>): Promise<Response | null> =>
  answer.then(
    () => null,
    (error: unknown) => error as Response,
  );

test('the file comes with its name, and for nobody else to keep', async () => {
  giveFile = (response) => response.setHeader('content-disposition', 'attachment; filename="a.csv"').end('a;b');
  const file = await download();
  expect(await file.text()).toBe('a;b');
  expect(Object.fromEntries(file.headers)).toMatchObject({
    'content-disposition': 'attachment; filename="a.csv"',
    'cache-control': 'private, no-store',
  });
});

test('a file that is not there any more leads back to the list, which says why', async () => {
  giveFile = (response) => response.writeHead(404).end();
  const answer = await thrown(download());
  expect([answer?.status, answer?.headers.get('location')]).toEqual([302, '/p/X/exports']);
});

test('an API that breaks off is away, and no error of the console', async () => {
  giveFile = (response) => response.destroy();
  const answer = await thrown(download());
  expect(answer?.status).toBe(503);
  expect(await answer?.json()).toMatchObject({ kind: 'unreachable' });
});
