import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { countRows, MOST_COUNTED } from '../../src/graphql/total-count.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW } from './example-data.js';

const callers = knownCallers();
const auditor = callers.as(somebody('0197c0de-0000-7000-8000-000000000001', 'every', 'auditor'));
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  await createExample(api.deps, 2);
});
afterAll(() => api.close());

/** Audit entries are the cheapest rows to make many of; one in ten is a removal. */
async function fill(entries: number): Promise<void> {
  await api.deps.database.pool.query('TRUNCATE audit_trail');
  await api.deps.database.pool.query(
    `INSERT INTO audit_trail (actor_type, actor_role, action, entity_type)
     SELECT 'system', 'system', CASE WHEN number % 10 = 0 THEN 'enrolment.remove' ELSE 'course_run.update' END, 'enrolment' FROM generate_series(1, $1) AS number`,
    [entries],
  );
  await api.deps.database.pool.query('ANALYZE audit_trail');
}

interface Counts {
  totalCount: number;
  totalCountIsExact: boolean;
}
const counts = async (filter: object = {}): Promise<Counts> =>
  (
    await dataOf<{ auditEntries: Counts }>(
      api,
      'query ($filter: AuditEntryFilter) { auditEntries(first: 1, filter: $filter) { totalCount totalCountIsExact nodes { number } } }',
      { filter },
      auditor,
    )
  ).auditEntries;

describe('totals that do not scan', () => {
  test('up to ten thousand rows they are counted', async () => {
    await fill(MOST_COUNTED);
    expect(await counts()).toMatchObject({ totalCount: MOST_COUNTED, totalCountIsExact: true });
    expect(await counts({ action: 'enrolment.remove' })).toMatchObject({
      totalCount: MOST_COUNTED / 10,
      totalCountIsExact: true,
    });
  });

  test('one row more, and they are estimates that never look like a count', async () => {
    await fill(MOST_COUNTED + 1);
    const { totalCount, totalCountIsExact } = await counts();
    expect(totalCountIsExact).toBe(false);
    expect(totalCount).toBeGreaterThan(MOST_COUNTED);
    expect(totalCount).toBeLessThan(MOST_COUNTED * 1.1);
  });

  test('of many rows the estimate is near, rounded, and asks the planner about the filter too', async () => {
    await fill(123_456);
    expect(await counts()).toMatchObject({ totalCount: 120_000, totalCountIsExact: false });
    const removals = await counts({ action: 'enrolment.remove' });
    expect(removals.totalCountIsExact).toBe(false);
    expect(removals.totalCount).toBeGreaterThan(10_000);
    expect(removals.totalCount).toBeLessThan(15_000);
    expect(await counts({ action: 'nothing.of_the_kind' })).toMatchObject({ totalCount: 0, totalCountIsExact: true });
  });

  test('a count reads at most one row more than it counts, and an estimate reads none', async () => {
    const { statements } = await api.statements.during(() =>
      countRows(api.deps.database, (prisma, bound) => prisma.auditEntry.count(bound)),
    );
    expect(statements).toHaveLength(2);
    expect(statements[0]).toMatch(/SELECT COUNT\(\*\) .* FROM \(SELECT .* LIMIT \$\d/);
    expect(statements[1]).toMatch(/^EXPLAIN \(FORMAT JSON\) SELECT COUNT/);
  });

  test('statistics that are out of date cannot make it a small number', async () => {
    await fill(20);
    await api.deps.database.pool.query(
      `INSERT INTO audit_trail (actor_type, actor_role, action, entity_type)
       SELECT 'system', 'system', 'enrolment.remove', 'enrolment' FROM generate_series(1, 20000)`,
    );
    const { totalCount, totalCountIsExact } = await counts({ action: 'enrolment.remove' });
    expect(totalCountIsExact).toBe(false);
    expect(totalCount).toBeGreaterThan(MOST_COUNTED);
  });

  test('both fields are answered from one count, and from none of the rows where nothing else is asked', async () => {
    await fill(10);
    const { result, statements } = await api.statements.during(() =>
      dataOf(api, '{ auditEntries { totalCount totalCountIsExact } }', {}, auditor),
    );
    expect(result).toEqual({ auditEntries: { totalCount: 10, totalCountIsExact: true } });
    expect(statements).toHaveLength(1);
  });

  test('what belongs to another object is counted to the end', async () => {
    expect(await dataOf(api, '{ courses { nodes { courseRuns { totalCount totalCountIsExact } } } }', {}, auditor)).toEqual({
      courses: { nodes: [{ courseRuns: { totalCount: 2, totalCountIsExact: true } }] },
    });
  });
});

test('every connection says whether its total was counted', () => {
  const connections = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && type.name.endsWith('Connection') && type.getFields().pageInfo,
  );
  expect(connections.length).toBeGreaterThan(10);
  const without = connections.filter(
    (type) => isObjectType(type) && getNamedType(type.getFields().totalCountIsExact?.type)?.name !== 'Boolean',
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});
