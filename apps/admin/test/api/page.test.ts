import type { ActionFunctionArgs } from '@remix-run/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { frameLoader, pageAction, pageLoader } from '~/api/page.server';
import { serve } from '../server/serve.js';
import { loadContext } from './load-context.js';

const idOf = (type: string) => Buffer.from(`${type}:1`).toString('base64');

let row: object;
let asked: string[];
let api: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  asked = [];
  api = await serve((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      asked.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { nodes: [row] } }));
    });
  });
});
afterEach(() => api.close());

const argsOf = (params: Record<string, string>, form: Record<string, string> = {}) =>
  ({
    request: new Request('http://console.invalid/p/OURS/learners/x', { method: 'POST', body: new URLSearchParams(form) }),
    params: { uen: 'OURS', ...params },
    context: loadContext(api.url),
  }) as unknown as ActionFunctionArgs;

const statusOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'done',
    (error: unknown) => (error instanceof Response ? error.status : error),
  );

test.each(['loader', 'action'] as const)(
  'a row of another provider is a 404 to a %s, and nothing is done to it',
  async (kind) => {
    let acts = 0;
    const run = kind === 'loader' ? pageLoader(async () => 'read') : pageAction(async () => (acts += 1));
    row = { __typename: 'Learner', provider: { uen: 'THEIRS' } };
    expect(await statusOf(run(argsOf({ learnerId: idOf('Learner') })))).toBe(404);
    expect(acts).toBe(0);
    row = { __typename: 'Learner', provider: { uen: 'OURS' } };
    expect(await statusOf(run(argsOf({ learnerId: idOf('Learner') })))).toBe('done');
  },
);

test('a row that need not have a provider is another’s where it has one', async () => {
  row = { __typename: 'Incident', onlyProvider: { uen: 'THEIRS' } };
  expect(await statusOf(pageAction(async () => 'done')(argsOf({ incidentId: idOf('Incident') })))).toBe(404);
});

test('the frame around a page whose row is not there stays, and asks for no row', async () => {
  expect(await statusOf(frameLoader(async () => 'read')(argsOf({ learnerId: 'x' })))).toBe('done');
  expect(asked).toEqual([]);
});

test('what belongs to the whole installation is everybody’s', async () => {
  row = { __typename: 'Incident', onlyProvider: null };
  expect(await statusOf(pageAction(async () => 'done')(argsOf({ incidentId: idOf('Incident') })))).toBe('done');
});

test.each(['x', '%00', idOf('Course'), ''])('an id like %j is a 404 without a question to the API', async (id) => {
  expect(await statusOf(pageAction(async () => 'done')(argsOf({ learnerId: id })))).toBe(404);
  expect(asked).toEqual([]);
});

test('a choice that is none is bad input, never a guess', async () => {
  const act = pageAction(async ({ choice }) => choice('status', z.enum(['CONFIRMED', 'CANCELLED'])));
  expect(await act(argsOf({}, { status: 'CANCELLED' }))).toBe('CANCELLED');
  expect(await statusOf(act(argsOf({}, { status: 'cancelled' })))).toBe(400);
  expect(await statusOf(act(argsOf({})))).toBe(400);
});

test('what cannot be read as a form is bad input', async () => {
  const headers = { 'content-type': 'multipart/form-data' };
  const request = new Request('http://console.invalid/p/OURS', { method: 'POST', headers, body: 'x' });
  expect(await statusOf(pageAction(async () => 'done')({ ...argsOf({}), request }))).toBe(400);
});
