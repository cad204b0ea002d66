import { beforeEach, expect, test } from 'vitest';
import { createJobStoreHealth, type JobStoreHealth } from '../../src/jobs/job-store-health.js';
import { createLogger } from '../../src/logger.js';

class Away extends Error {}

let lines: Record<string, unknown>[];
let clock: number;
let health: JobStoreHealth;
beforeEach(() => {
  lines = [];
  clock = 0;
  health = createJobStoreHealth({
    url: 'mongodb://a.tan:s3cret-word@one.example.org/jobs',
    isAway: (error) => error instanceof Away,
    log: createLogger({ level: 'info', destination: { write: (line) => void lines.push(JSON.parse(line)) } }),
    now: () => clock,
  });
});

const told = () => lines.map(({ event }) => event);

test('the store is told lost once and back once, without its password', () => {
  for (const _ of [1, 2, 3]) health.failed(health.asked(), new Away('a.tan may not in with s3cret-word'));
  clock = 4200;
  for (const _ of [1, 2, 3]) health.answered(health.asked());
  expect(lines).toMatchObject([
    { event: 'job_store_lost', store: 'mongodb://one.example.org/jobs', reason: 'a.tan may not in with ***' },
    { event: 'job_store_back', lostForMs: 4200 },
  ]);
  expect(lines).toHaveLength(2);
});

test('an answer to what was asked before the store went does not bring it back', () => {
  const early = health.asked();
  health.failed(health.asked(), new Away());
  health.answered(early);
  expect(told()).toEqual(['job_store_lost']);
});

test('the failure of what was asked before the store came back does not take it away again', () => {
  const slow = health.asked();
  health.failed(health.asked(), new Away());
  health.answered(health.asked());
  health.failed(slow, new Away());
  expect(told()).toEqual(['job_store_lost', 'job_store_back']);
});

test('a store that says no is there', () => {
  health.failed(health.asked(), new Away());
  health.failed(health.asked(), new Error('no such table'));
  expect(told()).toEqual(['job_store_lost', 'job_store_refused', 'job_store_back']);
});
