import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasWords } from '../../src/graphql/has-words.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { dataOf } from './ask.js';
import { createExample } from './example-data.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const { providerId } = await createExample(api.deps, 1);
  await api.deps.database.prisma.learner.create({ data: { providerId, name: 'Tan Wei-Ming, Imagined S/O O’Made' } });
});
afterAll(() => api.close());

/** Whether the database finds a name by what is searched for. */
async function finds(name: string, text: string): Promise<boolean> {
  const { rows } = await api.deps.database.pool.query<{ found: boolean }>('SELECT word_beginnings($1) @> $2 AS found', [
    name,
    hasWords(text).hasEvery,
  ]);
  return rows[0]?.found ?? false;
}

test.each([
  ['all its words', 'tan wei ming imagined'],
  ['words in another order', 'MING tan'],
  ['beginnings of words', 'wei i'],
  ['a word twice', 'tan tan'],
  ['words with signs between and around', ' "tan, wei-ming" '],
  ['one sign with its letters', 's/o'],
  ['blanks alone, which restrict nothing', '  '],
])('learners and their enrolments are found by %s', async (_what, text) => {
  const found = await dataOf<{ learners: { nodes: { name: string }[] } }>(
    api,
    'query ($text: String) { learners(filter: { text: $text }) { nodes { name } } }',
    { text },
  );
  expect(found.learners.nodes.map(({ name }) => name)).toContain('Tan Wei-Ming, Imagined S/O O’Made');
});

test.each([
  ['the middle of a word', 'magined'],
  ['the end of a word', 'ing'],
  ['a word more than it has', 'tan wei ming imagined invented'],
  ['a sign alone', '-'],
  ['a sign that SQL would take for any text', '%'],
  ['what has a comma in an array', '{tan,wei}x'],
])('no learner is found by %s', async (_what, text) => {
  expect(await finds('Tan Wei-Ming, Imagined S/O O’Made', text)).toBe(false);
});

/** The database cuts a name into words, the API what is searched for: both at the same places, into the same letters. */
test.each([
  'Tan Wei Ming',
  '  two   blanks\tand a tab\nand a line ',
  'ANNE-MARIE O\'NEIL "Nan" (née Élodie) [x] {y} <z>',
  'a!b"c#d$e%f&g\'h(i)j*k+l,m-n.o/p:q;r<s=t>u?v@w[x\\y]z^0_1`2{3|4}5~6',
  'Nguyễn Văn Đạt',
  'ZOË ÅSTRÖM ÇELIK',
  '陈伟明 李小龙',
  'முருகன் ராமசாமி',
  'Wolfeschlegelsteinhausenbergerdorff',
  'x',
])('each word of a name finds it, and each beginning of one: %s', async (name) => {
  const words = name.split(/\s+/).filter(Boolean);
  expect(await finds(name, words.toReversed().join(' '))).toBe(true);
  const beginnings = words.flatMap((word) => [...word].map((_, index) => [...word].slice(0, index + 1).join('')));
  const found = await Promise.all(beginnings.filter((each) => /[\p{L}\p{N}]/u.test(each)).map((each) => finds(name, each)));
  expect(found.length).toBeGreaterThan(0);
  expect(found).not.toContain(false);
});

test('nobody but the database writes the beginnings', async () => {
  const write = api.deps.database.prisma.learner.updateMany({ data: { nameBeginnings: ['everybody'] } });
  await expect(write).rejects.toThrow('name_beginnings');
});
