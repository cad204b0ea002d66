import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_CATALOGUE, findErrorEntry } from '../../src/modules/error-catalogue/error-catalogue.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { ask, dataOf } from './ask.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const page = (name: string) => readFileSync(path.join(root, 'docs', name), 'utf8');
const sources = readdirSync(path.join(root, 'apps/api/src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('modules/error-catalogue/'))
  .map((file) => readFileSync(path.join(root, 'apps/api/src', file), 'utf8'));

/** Codes as the sources write them: `code: 'X'`, `refused('X'`, and the pairs of expected errors. */
const CODES = [/\bcode: '([A-Z][A-Z_]+)'/g, /\b(?:refused|refusal)\(\s*'([A-Z][A-Z_]+)'/g, /Error, '([A-Z][A-Z_]+)'\]/g];
const codesInSources = [
  ...new Set(sources.flatMap((text) => CODES.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code ?? '')))),
].sort();

describe('the catalogue against what is really answered', () => {
  test('every code that the API’s sources answer with is in it', () => {
    expect(codesInSources.length).toBeGreaterThan(30);
    expect(codesInSources.filter((code) => findErrorEntry(code) === null)).toEqual([]);
  });

  test('every code of GraphQL and HTTP in it is one that the sources, or the GraphQL server, answer with', () => {
    const ofTheServer = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'];
    const ours = ERROR_CATALOGUE.filter(({ source }) => source === 'graphql' || source === 'http').map(({ code }) => code);
    expect(ours.filter((code) => !ofTheServer.includes(code) && !sources.some((text) => text.includes(`'${code}'`)))).toEqual([]);
  });

  test('every class of the sync’s errors in it is one that exists', () => {
    const classes = ERROR_CATALOGUE.filter(({ source, code }) => source === 'sync' && code.endsWith('Error')).map(
      ({ code }) => code,
    );
    const inSsg = readFileSync(path.join(root, 'packages/ssg/src/errors/configuration-error.ts'), 'utf8');
    expect(classes.filter((name) => ![...sources, inSsg].some((text) => text.includes(`class ${name} `)))).toEqual([]);
  });

  test('no code stands in it twice, and every entry says what to do', () => {
    const codes = ERROR_CATALOGUE.map(({ code }) => code.toLowerCase());
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(ERROR_CATALOGUE.filter(({ meaning, remedy }) => meaning.length < 10 || remedy.length < 10)).toEqual([]);
  });
});

describe('S1.19 the pages against the catalogue', () => {
  test('each error of SSG has its remedy, word for word, on the page of SSG’s errors', () => {
    const text = page('ssg-error-catalog.md');
    const missing = ERROR_CATALOGUE.filter(({ source }) => source === 'ssg').filter(
      ({ code, remedy }) => !text.includes(`\`${code}\``) || !text.includes(remedy),
    );
    expect(missing.map(({ code }) => code)).toEqual([]);
  });

  test('each code of a trainer list and each reason of a review is on it', () => {
    const text = page('ssg-error-catalog.md');
    const codes = ERROR_CATALOGUE.filter(({ source }) => source === 'trainer_list' || source === 'learner_review');
    expect(codes.filter(({ code }) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  test('each code that the page of the API speaks of is in the catalogue', () => {
    const spoken = [...page('api.md').matchAll(/^\| `([A-Z]+_[A-Z_]+)` /gm)].map(([, code]) => code ?? '');
    expect(spoken.length).toBeGreaterThan(20);
    expect(spoken.filter((code) => findErrorEntry(code) === null)).toEqual([]);
  });
});

describe('over GraphQL, to everybody', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  test('all of it, or one source', async () => {
    const { all, ssg } = await dataOf<{ all: unknown[]; ssg: { code: string }[] }>(
      api,
      '{ all: errorCatalogue { code source meaning remedy errorClass } ssg: errorCatalogue(source: SSG) { code } }',
      {},
      {},
    );
    expect(all).toHaveLength(ERROR_CATALOGUE.length);
    expect(ssg.map(({ code }) => code)).toEqual(expect.arrayContaining(['auth', 'rate-limited', 'TGS-406']));
  });

  test.each([
    ['NOT_FOUND', 'NOT_FOUND'],
    ['tgs-406', 'TGS-406'],
    ['SsgUnavailableError', 'unavailable'],
    ['nothing of the kind', null],
  ])('errorCatalogueEntry(code: "%s") is %s', async (code, expected) => {
    const data = await dataOf<{ errorCatalogueEntry: { code: string } | null }>(
      api,
      'query ($code: String!) { errorCatalogueEntry(code: $code) { code } }',
      { code },
      {},
    );
    expect(data.errorCatalogueEntry?.code ?? null).toBe(expected);
  });

  test('what the answer of a refused request names is explained', async () => {
    const { errors } = await ask(api, '{ courseRuns(first: 101) { totalCount } }');
    expect(findErrorEntry(String(errors?.[0]?.extensions?.code))).not.toBeNull();
  });
});
