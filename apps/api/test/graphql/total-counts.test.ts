import { afterAll, beforeAll, expect, test } from 'vitest';
import { countRows } from '../../src/graphql/total-count.js';
import { createTestDependencies, type TestDependencies } from '../support/test-dependencies.js';
import { countStatements } from '../http/count-statements.js';

let deps: TestDependencies;
beforeAll(async () => {
  deps = await createTestDependencies();
});
afterAll(() => deps.close());
test('x', async () => {
  const st = countStatements(deps.database.pool);
  await deps.database.pool.query(`INSERT INTO audit_trail (actor_type, actor_role, action, entity_type, created_at) SELECT 'system','system', CASE WHEN n % 2 = 0 THEN 'a.b' ELSE 'c.d' END,'course_run', now() FROM generate_series(1, 30000) n`);
  await deps.database.pool.query('ANALYZE audit_trail');
  for (const where of [{}, { action: 'a.b' }, {createdAt: {gte: new Date('2020-01-01')}}, {OR: [{action: 'a.b'}, {createdAt: {lt: new Date('2020-01-01')}}]}]) {
    const t = performance.now();
    const r = await st.during(() => countRows(deps.database, (p, b) => p.auditEntry.count({ where, ...b })));
    console.log(r, performance.now() - t);
  }
});
