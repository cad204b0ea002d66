import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob, waitBeforeRetry } from '../../src/jobs/job.js';
import { packPayload, unpackPayload } from '../../src/jobs/job-payload.js';

const runStep = defineJob({
  name: 'run-step',
  payload: z.object({ chainRunId: z.uuid(), steps: z.array(z.object({ name: z.string() })) }),
});
const payload = { chainRunId: '0190a2b4-0000-7000-8000-000000000001', steps: [{ name: 'fetch' }] };

test('what is packed is unpacked, with its key beside it', () => {
  const envelope = packPayload(runStep, payload, 'run-step:1');
  expect(envelope).toEqual({ payload, key: 'run-step:1' });
  expect(unpackPayload(runStep, JSON.parse(JSON.stringify(envelope)))).toEqual(payload);
});

test('a mistake is told with its exact path, every one of them', () => {
  const wrong = { chainRunId: 'no', steps: [{ name: 'fetch' }, { name: 3 }] };
  expect(() => unpackPayload(runStep, { payload: wrong })).toThrow(
    expect.objectContaining({
      job: 'run-step',
      mistakes: [expect.stringMatching(/^payload\.chainRunId: /), expect.stringMatching(/^payload\.steps\.1\.name: /)],
    }),
  );
});

test('what a program of another time put into the store is refused, not guessed at', () => {
  expect(() => unpackPayload(runStep, null)).toThrow('the job: ');
  expect(() => unpackPayload(runStep, payload)).toThrow('payload: ');
});

test('a payload is checked as it will arrive: what JSON changes is refused when it is sent', () => {
  const dated = defineJob({ name: 'dated', payload: z.object({ at: z.date() }) });
  expect(() => packPayload(dated, { at: new Date(0) }, undefined)).toThrow('payload.at: ');
});

test('the wait before a retry doubles, and there is none after the last attempt', () => {
  const job = { retry: { attempts: 4, backoffMs: 100 } };
  expect([1, 2, 3, 4, 5].map((failures) => waitBeforeRetry(job, failures))).toEqual([100, 200, 400, null, null]);
  expect(waitBeforeRetry({}, 1)).toBeNull();
});
