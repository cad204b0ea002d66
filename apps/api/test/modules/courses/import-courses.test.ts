import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importCourses } from '../../../src/modules/courses/import-courses.js';
import { addProvider } from '../../../src/modules/training-providers/add-provider.js';
import { countStatements } from '../../http/count-statements.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

const HEADER = 'course_code,title,trainers_email_list,trainers_list';

let deps: TestDependencies;
let providerId: string;
beforeAll(async () => {
  deps = await createTestDependencies();
  providerId = (await addProvider(deps, { uen: 'T26ZZ0002A', name: 'Invented Academy' })).id;
});
afterAll(() => deps.close());
beforeEach(async () => {
  await deps.database.pool.query('DELETE FROM course');
  await deps.database.pool.query('DELETE FROM audit_trail');
});

const importing = (...lines: string[]) => importCourses(deps, providerId, [HEADER, ...lines].join('\n'));
const stored = async () =>
  (
    await deps.database.pool.query(
      'SELECT course_code, title, trainers_email_list, trainers_list, version FROM course ORDER BY course_code',
    )
  ).rows;
const audited = async () =>
  (await deps.database.pool.query('SELECT action, actor_type, actor_role, before, after FROM audit_trail ORDER BY id')).rows;

test('rows become courses; empty lists are stored as none', async () => {
  const report = await importing('TGS-1,One,a@example.org|b@example.org,', 'TGS-2,"Two, too",,Ann Lee | Bob Ong');
  expect(report).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: [], warnings: [] });
  expect(await stored()).toEqual([
    { course_code: 'TGS-1', title: 'One', trainers_email_list: 'a@example.org|b@example.org', trainers_list: null, version: 1 },
    { course_code: 'TGS-2', title: 'Two, too', trainers_email_list: null, trainers_list: 'Ann Lee | Bob Ong', version: 1 },
  ]);
});

test('the same file again changes nothing and audits nothing', async () => {
  await importing('TGS-1,One,,', 'TGS-2,Two,,');
  const before = { courses: await stored(), audit: await audited() };
  expect(await importing('TGS-1,One,,', 'TGS-2,Two,,')).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  expect({ courses: await stored(), audit: await audited() }).toEqual(before);
});

test('a changed row is updated, its version raised, an empty cell empties; both values are audited (S1.27)', async () => {
  await importing('TGS-1,One,a@example.org,', 'TGS-2,Two,,');
  expect(await importing('TGS-1,Uno,,', 'TGS-2,Two,,')).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
  expect((await stored())[0]).toEqual({
    course_code: 'TGS-1',
    title: 'Uno',
    trainers_email_list: null,
    trainers_list: null,
    version: 2,
  });
  expect((await audited()).at(-1)).toEqual({
    action: 'course.update',
    actor_type: 'system',
    actor_role: 'cli',
    before: { title: 'One', trainers_email_list: 'a@example.org', trainers_list: null },
    after: { title: 'Uno', trainers_email_list: null, trainers_list: null },
  });
});

test('bad rows are rejected by line with the reason, and the rest is imported', async () => {
  const report = await importing(
    'TGS-1,One,,',
    ',No code,,',
    'TGS-3,,,',
    'TGS 4,Spaced,,',
    'TGS-5,Mail,nobody,',
    'TGS-1,Again,,',
    'TGS-7',
    'TGS-8,Eight,,',
  );
  expect(report.created).toBe(2);
  expect(report.rejected).toEqual([
    { line: 3, reason: 'has no course_code' },
    { line: 4, reason: 'has no title' },
    { line: 5, reason: expect.stringContaining('"TGS 4" is not a code') },
    { line: 6, reason: expect.stringContaining('"nobody", which is no e-mail address') },
    { line: 7, reason: 'course_code TGS-1 stands already in line 2' },
    { line: 8, reason: expect.stringContaining('1 cells instead of 4') },
  ]);
  expect((await stored()).map((course) => course.course_code)).toEqual(['TGS-1', 'TGS-8']);
});

describe('warnings', () => {
  test('S0.5 a code without TGS- is imported, and said to be left out by the sync', async () => {
    const report = await importing('OWN-1,Own,,');
    expect(report).toMatchObject({ created: 1, warnings: [{ line: 2, message: expect.stringContaining('S0.5') }] });
  });

  test('bug 9 names separated by commas only are imported, and how they are read is shown', async () => {
    const report = await importing('TGS-1,One,,"Tan, Wei Ming"', 'TGS-2,Two,,"Tan, Wei Ming | Ann Lee"');
    expect(report.warnings).toEqual([{ line: 2, message: expect.stringContaining('read as 2 names (Tan / Wei Ming)') }]);
  });
});

const courseRows = (count: number) =>
  [HEADER, ...Array.from({ length: count }, (_, number) => `TGS-${number},Title ${number},,`)].join('\n');

test('the number of statements is the same for 2 rows and for 2,000', async () => {
  const other = await createTestDependencies();
  const counter = countStatements(other.database.pool);
  const { id } = await addProvider(other, { uen: 'T26ZZ0003A', name: 'Invented Academy' });
  const few = await counter.during(() => importCourses(other, id, courseRows(2)));
  const many = await counter.during(() => importCourses(other, id, courseRows(2000)));
  expect(many.result).toMatchObject({ created: 1998, unchanged: 2 });
  expect(many.statements).toEqual(few.statements);
  expect(many.statements).toHaveLength(3);
  await other.close();
});

test('an import belongs to its provider: the same code of another one is another course', async () => {
  const other = await addProvider(deps, { uen: 'T26ZZ0004A', name: 'Another Academy' });
  await importing('TGS-1,Ours,,');
  await importCourses(deps, other.id, `${HEADER}\nTGS-1,Theirs,,`);
  expect((await stored()).map(({ title }) => title).sort()).toEqual(['Ours', 'Theirs']);
});
