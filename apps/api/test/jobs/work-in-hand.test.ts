import { expect, test } from 'vitest';
import { createWorkInHand } from '../../src/jobs/work-in-hand.js';

test('nothing in hand is idle', async () => {
  await expect(createWorkInHand().idle()).resolves.toBeUndefined();
});

test('idle waits for what begins when the last piece of work has ended', async () => {
  const work = createWorkInHand();
  const ended: string[] = [];
  const piece = async (name: string, next?: () => Promise<void>) => {
    const end = work.begin();
    await Promise.resolve();
    ended.push(name);
    end();
    await next?.();
  };
  const all = piece('first', () => piece('second', () => piece('third')));
  await work.idle();
  expect(ended).toEqual(['first', 'second', 'third']);
  await all;
});

test('an end told twice counts once', async () => {
  const work = createWorkInHand();
  const end = work.begin();
  const other = work.begin();
  end();
  end();
  let idle = false;
  const waiting = work.idle().then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  other();
  await waiting;
});
