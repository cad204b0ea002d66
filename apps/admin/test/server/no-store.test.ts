import { redirect } from '@remix-run/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notFound } from '~/api/api-fault';
import { serveConsole } from './console.js';

let served: Awaited<ReturnType<typeof serveConsole>>;
beforeAll(async () => {
  const page = { default: () => null };
  served = await serveConsole({
    learners: { ...page, loader: () => ({ name: 'Aminah' }), action: () => ({ done: true }) },
    gone: {
      ...page,
      loader: () => {
        throw notFound('learner');
      },
    },
    moved: { ...page, loader: () => redirect('/learners') },
  });
});
afterAll(() => served.close());

const form = { method: 'POST', body: new URLSearchParams({ reason: 'moved' }) };

test.each<[string, string, number, RequestInit?]>([
  ['a page', '/learners', 200],
  ['what a script reads of it', '/learners.data', 200],
  ['what an act answers a script', '/learners.data', 200, form],
  ['a fault', '/gone.data', 404],
  ['a way elsewhere', '/moved.data', 202],
])('no cache keeps %s (%s): there are people in it', async (_what, path, status, init) => {
  const answer = await fetch(`${served.url}${path}`, init);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});
