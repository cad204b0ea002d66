import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, UEN } from './example-data.js';

/** Pages of upcoming classes are read by what their provider was a moment ago; whatever is wrong with that must not be seen. */
let api: TestApi;
let statements: string[];

beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW });
  await createExample(api.deps, 7);
  const { pool } = api.deps.database;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  pool.query = ((...args: unknown[]) => {
    const [first] = args as [string | { text: string }];
    statements.push(typeof first === 'string' ? first : first.text);
    return query(...args);
  }) as never;
});
afterEach(() => writeProvider('upcoming_classes_threshold_days = 21, time_zone = DEFAULT'));
afterAll(() => api.close());

const writeProvider = (values: string) =>
  api.deps.database.pool.query(`UPDATE training_provider SET ${values} WHERE uen = $1`, [UEN]);

interface Answer {
  upcomingClasses: { totalCount: number; nodes: { startDate: string }[] };
}

async function upcoming(args = '') {
  statements = [];
  const query = `{ upcomingClasses(provider: "${UEN}"${args}) { totalCount nodes { startDate } } }`;
  const { upcomingClasses } = await dataOf<Answer>(api, query);
  const asked = statements.filter((statement) => /course_run|training_provider/.test(statement)).length;
  return { days: upcomingClasses.nodes.map(({ startDate }) => startDate), total: upcomingClasses.totalCount, asked };
}

test('what has not changed is read in one statement, the provider with it', async () => {
  const first = await upcoming();
  const again = await upcoming();
  expect(first.days.length).toBeGreaterThan(1);
  expect(again).toEqual({ ...first, asked: 1 });
});

test('a threshold that is changed by anybody counts at once, and then is what is remembered', async () => {
  const before = await upcoming();
  await writeProvider('upcoming_classes_threshold_days = 1');
  const changed = await upcoming();
  expect(changed.days.length).toBeLessThan(before.days.length);
  expect(changed.total).toBe(changed.days.length);
  expect(changed.asked).toBe(3);
  expect(await upcoming()).toEqual({ ...changed, asked: 1 });
});

test('so does another time zone, in which it is another day', async () => {
  await upcoming();
  await writeProvider(`time_zone = 'Pacific/Kiritimati', upcoming_classes_threshold_days = 0`);
  const there = await upcoming();
  await writeProvider(`time_zone = 'Pacific/Pago_Pago', upcoming_classes_threshold_days = 0`);
  const here = await upcoming();
  expect(there.days).not.toEqual(here.days);
});

test('a window without classes says nothing of the provider, who is looked up', async () => {
  await upcoming();
  const { pool } = api.deps.database;
  await pool.query('UPDATE course_run SET start_date = start_date + 100, end_date = end_date + 100');
  try {
    expect(await upcoming()).toEqual({ days: [], total: 0, asked: 4 });
  } finally {
    await pool.query('UPDATE course_run SET start_date = start_date - 100, end_date = end_date - 100');
  }
});

test('a provider that is gone has none, and one that comes back has', async () => {
  const before = await upcoming();
  await writeProvider(`uen = '201104999W'`);
  try {
    expect(await upcoming()).toMatchObject({ days: [], total: 0 });
  } finally {
    await api.deps.database.pool.query(`UPDATE training_provider SET uen = $1 WHERE uen = '201104999W'`, [UEN]);
  }
  expect(await upcoming()).toMatchObject({ days: before.days });
});
