import type { ActionFunctionArgs } from '@remix-run/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as resolveTrainer from '~/course-runs/resolve-trainer';
import * as syncNow from '~/course-runs/sync-now';
import { loadContext } from '../api/load-context.js';
import { serve } from '../server/serve.js';

interface Asked {
  query: string;
  variables: { input?: { dryRun?: boolean } };
}

const ANSWERS = {
  courseRuns: { nodes: [{ id: 'run-1', ssgRunId: '1' }] },
  courseRunSyncPreview: { __typename: 'CourseRunSyncPreviewSuccess', sentence: 'One date would change.' },
  courseRunSyncNow: { __typename: 'CourseRunSyncNowSuccess', continued: false, batch: { runId: '7' } },
  courseRunResolveTrainer: { __typename: 'CourseRunResolveTrainerSuccess', outcome: 'NONE', trainer: null, notices: [] },
};

let asked: Asked[];
let api: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  asked = [];
  api = await serve((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      asked.push(JSON.parse(body) as Asked);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: ANSWERS }));
    });
  });
});
afterEach(() => api.close());

const argsOf = (init: RequestInit = {}) =>
  ({
    request: new Request('http://console.invalid/p/X/course-runs/1/act', init),
    params: { uen: 'X', ssgRunId: '1' },
    context: loadContext(api.url),
  }) as unknown as ActionFunctionArgs;
const send = (form: Record<string, string>) => argsOf({ method: 'POST', body: new URLSearchParams(form) });
const mutations = () => asked.filter(({ query }) => query.startsWith('mutation'));

test.each(Object.entries({ syncNow, resolveTrainer }))('opening the dialog of %s asks SSG nothing', async (_name, { loader }) => {
  await loader(argsOf());
  expect(asked).toHaveLength(1);
  expect(mutations()).toEqual([]);
});

test('a sync is previewed where that is wished, and nothing is begun', async () => {
  expect(await syncNow.action(send({ intent: 'preview' }))).toMatchObject({
    data: { preview: { sentence: 'One date would change.' } },
  });
  expect(mutations().map(({ query }) => query.includes('courseRunSyncNow'))).toEqual([false]);
  expect(await syncNow.action(send({}))).toMatchObject({ status: 302 });
  expect(mutations().at(-1)?.query).toContain('courseRunSyncNow');
});

test('a trainer pass is tried out where that is wished, and else done', async () => {
  expect(await resolveTrainer.action(send({ intent: 'preview' }))).toMatchObject({ data: { preview: { outcome: 'NONE' } } });
  expect(await resolveTrainer.action(send({}))).toMatchObject({ status: 302 });
  expect(mutations().map(({ variables }) => variables.input?.dryRun)).toEqual([true, false]);
});
