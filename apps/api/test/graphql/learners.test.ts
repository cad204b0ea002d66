import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, type Example, inventedIdentifier, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  example = await createExample(api.deps, 2);
  other = await createExample(api.deps, 1, OTHER_UEN);
});
afterAll(() => api.close());

const LEARNERS =
  'query ($filter: LearnerFilter) { learners(filter: $filter) { totalCount nodes { name identifierMasked email phone } } }';

interface Found {
  totalCount: number;
  nodes: { name: string; identifierMasked: string; email: string }[];
}
const find = async (filter: object = {}, by: Record<string, string> = WITH_EXTERNAL_KEY): Promise<Found> =>
  (await dataOf<{ learners: Found }>(api, LEARNERS, { filter }, by)).learners;

describe('learners', () => {
  test('S1.26 by name, masked', async () => {
    const { totalCount, nodes } = await find({ provider: UEN });
    expect(totalCount).toBe(6);
    expect(nodes.map(({ name }) => name)).toEqual(nodes.map(({ name }) => name).toSorted());
    for (const { identifierMasked, email } of nodes) {
      expect(identifierMasked).toMatch(/^\*{5}\d{3}[A-Z]$/);
      expect(email).toBe('l***@example.org');
    }
  });

  test.each<[string, () => object, number]>([
    ['everything', () => ({}), 9],
    ['part of the name', () => ({ text: 'learner 1000' }), 6],
    ['a sign that SQL would take for any text', () => ({ text: '%' }), 0],
    ['the whole e-mail address, whatever the case', () => ({ email: ` ${example.secrets.emails[0]?.toUpperCase()} ` }), 1],
    ['a part of an e-mail address finds nobody', () => ({ email: 'learner' }), 0],
    ['the identifier', () => ({ identifier: example.secrets.identifiers[0] }), 1],
    ['the identifier in small letters', () => ({ identifier: ` ${example.secrets.identifiers[0]?.toLowerCase()} ` }), 1],
    ['a part of an identifier finds nobody', () => ({ identifier: example.secrets.identifiers[0]?.slice(0, 8) }), 0],
    ['a mask finds nobody', () => ({ identifier: '*****567D' }), 0],
    ['an unknown provider', () => ({ provider: 'UNKNOWN00' }), 0],
  ])('filter: %s', async (_name, filter, count) => {
    expect((await find(filter())).totalCount).toBe(count);
  });

  test('another provider’s learner is found by nobody here, not even by identifier', async () => {
    const admin = callers.as(somebody(api.deps.newId(), example.providerId, 'admin'));
    expect((await find({}, admin)).totalCount).toBe(6);
    expect(await find({ identifier: other.secrets.identifiers[0] }, admin)).toEqual({ totalCount: 0, nodes: [] });
    expect(await find({ provider: OTHER_UEN }, admin)).toEqual({ totalCount: 0, nodes: [] });
  });

  test('a trainer finds the learners of own runs alone', async () => {
    const trainer = await api.deps.database.prisma.appUser.findFirstOrThrow({ where: { name: 'Ong Madeup' } });
    const by = callers.as(somebody(trainer.id, example.providerId, 'trainer'));
    expect((await find({}, by)).totalCount).toBe(0);
    await api.deps.database.prisma.courseRun.update({
      where: { id: example.runIds[0] ?? '' },
      data: { assignedTrainerId: trainer.id },
    });
    expect((await find({}, by)).totalCount).toBe(3);
  });
});

describe('X4 an identifier that is searched for', () => {
  test('X4 is not found out from its mask by asking for all that fit: a key has thirty look-ups an hour', async () => {
    const clear = example.secrets.identifiers[0] ?? '';
    const guesser = callers.as({
      ...somebody('0197c0de-0000-7000-8000-00000000000a', example.providerId, 'integrator'),
      kind: 'api_key',
    });
    // What a mask leaves open: four digits, of which the letter at the end rules most out. The right one is among the first sixty.
    const fitting = Array.from({ length: 10_000 }, (_, index) => inventedIdentifier(index * 1000 + Number(clear.slice(5, 8))));
    const candidates = fitting.filter((candidate) => candidate.at(-1) === clear.at(-1));
    expect(candidates.length).toBeLessThan(1000);
    const inOrder = [...candidates.filter((candidate) => candidate !== clear).slice(0, 59), clear];
    const ask30 = (guesses: string[]) => {
      const fields = guesses.map(
        (_, index) => `a${index}: learners(filter: { identifier: $v${index} }, first: 1) { totalCount }`,
      );
      const variables = Object.fromEntries(guesses.map((guess, index) => [`v${index}`, guess]));
      const declared = guesses.map((_, index) => `$v${index}: String`).join(', ');
      return ask(api, `query (${declared}) { ${fields.join(' ')} }`, variables, guesser);
    };
    expect((await ask30(inOrder.slice(0, 30))).errors).toBeUndefined();
    const { status, errors, text } = await ask30(inOrder.slice(30));
    expect({ status, code: errors?.[0]?.extensions?.['code'] }).toEqual({ status: 429, code: 'RATE_LIMITED' });
    expect(text).not.toContain('"totalCount":1');
    expect((await ask(api, '{ learners { totalCount } }', {}, guesser)).errors).toBeUndefined();
  });

  test('stands in no log, no statement and no answer, found or refused', async () => {
    const [identifier = ''] = example.secrets.identifiers;
    const { result, statements } = await api.statements.during(() => ask(api, LEARNERS, { filter: { identifier } }));
    expect(result.data).toMatchObject({ learners: { totalCount: 1 } });
    const tooLong = await ask(api, LEARNERS, { filter: { identifier: `${identifier}${'A'.repeat(1_000)}` } });
    expect(tooLong.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const nul = await ask(api, LEARNERS, { filter: { identifier: `${identifier}\0` } });
    expect(nul.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const everything = JSON.stringify([api.logged, statements, result.text, tooLong.text, nul.text]);
    expect(everything).not.toContain(identifier);
    expect(api.logged.length).toBeGreaterThan(0);
  });

  test('is not asked for in a URL, where every proxy would keep it', async () => {
    const [identifier = ''] = example.secrets.identifiers;
    const url = new URL('/graphql', api.server.url);
    url.searchParams.set('query', LEARNERS);
    url.searchParams.set('variables', JSON.stringify({ filter: { identifier } }));
    const response = await fetch(url, { headers: { ...WITH_EXTERNAL_KEY, accept: 'application/json' } });
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', remedy: expect.stringContaining('POST') } }],
    });
    expect(text + JSON.stringify(api.logged)).not.toContain(identifier);
  });
});
