import { expect, test } from 'vitest';
import { createBatchLoader } from '../../src/persistence/batch-loader.js';

function recorded(answer: (keys: string[]) => Promise<string[]>) {
  const batches: string[][] = [];
  const load = createBatchLoader(async (keys: string[]) => {
    batches.push(keys);
    return answer(keys);
  });
  return { batches, load };
}

const upper = async (keys: string[]) => keys.map((key) => key.toUpperCase());

test('keys of one turn are loaded together, each once', async () => {
  const { batches, load } = recorded(upper);
  expect(await Promise.all([load('a'), load('b'), load('a')])).toEqual(['A', 'B', 'A']);
  expect(batches).toEqual([['a', 'b']]);
});

test('keys asked for after a promise of the same turn still join', async () => {
  const { batches, load } = recorded(upper);
  await Promise.all([load('a'), Promise.resolve().then(() => load('b'))]);
  expect(batches).toEqual([['a', 'b']]);
});

test('later keys make another batch; known ones are not asked for again', async () => {
  const { batches, load } = recorded(upper);
  await load('a');
  await Promise.all([load('a'), load('c')]);
  expect(batches).toEqual([['a'], ['c']]);
});

test('a batch that fails fails for each of its keys', async () => {
  const { load } = recorded(async () => {
    throw new Error('no database');
  });
  const outcomes = await Promise.allSettled([load('a'), load('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('too few answers are an error, not an undefined value', async () => {
  const { load } = recorded(async () => []);
  await expect(load('a')).rejects.toThrow('1 keys was answered with 0 values');
});
