import { ROLES } from '@rollcall/domain/permission/roles';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addProvider } from '../../../src/modules/training-providers/add-provider.js';
import { importUsers } from '../../../src/modules/users/import-users.js';
import { countStatements } from '../../http/count-statements.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

let deps: TestDependencies;
let [ours, theirs] = ['', ''];
beforeAll(async () => {
  deps = await createTestDependencies();
  ours = (await addProvider(deps, { uen: 'T26ZZ0002A', name: 'Invented Academy' })).id;
  theirs = (await addProvider(deps, { uen: 'T26ZZ0003A', name: 'Another Academy' })).id;
});
afterAll(() => deps.close());
beforeEach(async () => {
  await deps.database.pool.query('DELETE FROM app_user');
  await deps.database.pool.query('DELETE FROM audit_trail');
});

const importing = (...lines: string[]) => importUsers(deps, ours, ['name,email,roles', ...lines].join('\n'));
const stored = async (providerId: string) =>
  (
    await deps.database.pool.query(
      `SELECT email, name, name_normalised, array_agg(role ORDER BY role) AS roles FROM app_user JOIN user_role ON user_id = id
       WHERE provider_id = $1 GROUP BY id ORDER BY email`,
      [providerId],
    )
  ).rows;
const audited = async () =>
  (await deps.database.pool.query('SELECT action, actor_role, before, after FROM audit_trail ORDER BY id')).rows;

test('rows become users: address in lower case, name as trainer lists compare it (bug 9), roles at this provider', async () => {
  const report = await importing(
    'Tan Wei  Ming [WSQ],WeiMing@Example.org,Trainer',
    'Ann Lee,ann@example.org,"admin, operations"',
  );
  expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 0, rejected: [] });
  expect(await stored(ours)).toEqual([
    { email: 'ann@example.org', name: 'Ann Lee', name_normalised: 'ann lee', roles: ['admin', 'operations'] },
    { email: 'weiming@example.org', name: 'Tan Wei  Ming [WSQ]', name_normalised: 'tan wei ming', roles: ['trainer'] },
  ]);
});

test('the same file again changes nothing and audits nothing', async () => {
  const lines = ['Ann Lee,ann@example.org,trainer|admin', 'Bob Ong,bob@example.org,trainer'];
  await importing(...lines);
  const before = await audited();
  expect(await importing(...lines)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  expect(await audited()).toEqual(before);
});

test('roles become those of the row, here and not at another provider; before and after are audited (S1.27)', async () => {
  await importing('Ann Lee,ann@example.org,trainer|admin');
  await importUsers(deps, theirs, 'name,email,roles\nAnn Lee,ann@example.org,finance');
  expect(await importing('Ann Lee,ann@example.org,auditor|trainer')).toMatchObject({ updated: 1 });
  expect(await stored(ours)).toMatchObject([{ roles: ['auditor', 'trainer'] }]);
  expect(await stored(theirs)).toMatchObject([{ roles: ['finance'] }]);
  expect((await audited()).at(-1)).toEqual({
    action: 'user.update',
    actor_role: 'cli',
    before: { name: 'Ann Lee', roles: ['admin', 'trainer'] },
    after: { name: 'Ann Lee', roles: ['auditor', 'trainer'] },
  });
});

test('bad rows are rejected by line with the reason, and the rest is imported', async () => {
  const report = await importing(
    ',a@example.org,admin',
    'No Mail,,admin',
    'Bad Mail,a@b,admin',
    'No Role,c@example.org,',
    'Bad Role,d@example.org,boss',
    'Fine,e@example.org,admin',
    'Twice,E@example.org,admin',
    'Machine,f@example.org,trainer|integrator',
  );
  expect(report.created).toBe(1);
  expect(report.rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'has no name'],
    [3, 'has no email'],
    [4, 'email "a@b" is no e-mail address'],
    [5, expect.stringMatching(/^has no roles; choose from admin/)],
    [6, expect.stringMatching(/^roles holds "boss"; choose from admin/)],
    [8, 'email e@example.org stands already in line 7'],
    // Machines have keys.
    [9, expect.stringMatching(/^roles holds "integrator"; choose from admin/)],
  ]);
});

const userRows = (count: number) =>
  ['name,email,roles', ...Array.from({ length: count }, (_, number) => `N ${number},n${number}@example.org,trainer`)].join('\n');

test('the number of statements is the same for 2 rows and for 2,000', async () => {
  const other = await createTestDependencies();
  const counter = countStatements(other.database.pool);
  const { id } = await addProvider(other, { uen: 'T26ZZ0004A', name: 'Invented Academy' });
  const few = await counter.during(() => importUsers(other, id, userRows(2)));
  const many = await counter.during(() => importUsers(other, id, userRows(2000)));
  expect(many.result).toMatchObject({ created: 1998, unchanged: 2 });
  expect(many.statements).toEqual(few.statements);
  expect(many.statements).toHaveLength(5);
  await other.close();
});

test('X7 the roles here are the ones the database checks', async () => {
  const { rows } = await deps.database.pool.query<{ definition: string }>(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'user_role_role_check'`,
  );
  const inDatabase = [...(rows[0]?.definition.matchAll(/'(\w+)'::text/g) ?? [])].map(([, role]) => role);
  expect(inDatabase).toEqual([...ROLES]);
});
