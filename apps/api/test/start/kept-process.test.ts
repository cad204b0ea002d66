import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { endOf, keepRunning } from '../../src/start/kept-process.js';

/** A process that runs this script, killed when the test is over. */
function run(script: string): ChildProcess {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const LASTS = 'setInterval(() => {}, 1000);';
const options = { signal: new AbortController().signal, patienceMs: null, pauseMs: 5 };

test('the pause grows while they go on ending soon', async () => {
  const started: number[] = [];
  const ends: string[] = [];
  const kept = keepRunning({
    ...options,
    pauseMs: 100,
    first: run(''),
    spawn: () => {
      started.push(performance.now());
      return run(started.length < 3 ? '' : LASTS);
    },
    ended: (end) => void ends.push(`${end} at ${performance.now()}`),
  });
  await expect.poll(() => started.length, { timeout: 60_000 }).toBe(3);
  await kept.stop();
  const pauses = started.map((at, index) => at - Number(ends[index]?.split(' at ')[1]));
  expect(ends).toHaveLength(3);
  for (const [index, least] of [100, 200, 400].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least - 2);
});

test('what does not heed SIGTERM is killed when patience is over', async () => {
  const stubborn = run(`process.on('SIGTERM', () => {}); ${LASTS} console.log('ready')`);
  if (stubborn.stdout) await once(stubborn.stdout, 'data');
  const kept = keepRunning({ ...options, first: stubborn, spawn: () => run(LASTS), ended: () => undefined, patienceMs: 50 });
  await kept.stop();
  expect(await endOf(stubborn)).toBe('SIGKILL');
});

test('once everything stops nothing is started again', async () => {
  const stopping = new AbortController();
  const first = run(LASTS);
  const ends: string[] = [];
  const kept = keepRunning({
    ...options,
    first,
    signal: stopping.signal,
    spawn: () => run(LASTS),
    ended: (end) => void ends.push(end),
  });
  stopping.abort();
  first.kill('SIGKILL');
  await kept.stop();
  expect(ends).toEqual([]);
});
