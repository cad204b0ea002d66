import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf } from '../../graphql/ask.js';
import { UEN } from '../../graphql/example-data.js';
import { createExportWorld, type ExportWorld, type Row } from './export-world.js';

let world: ExportWorld;
let admin: Principal;
beforeAll(async () => {
  world = await createExportWorld();
  admin = await world.join('admin');
});
afterAll(() => world.close());

/** Lists of objects, which a column has whole. */
const WHOLE: Record<string, string> = { decisions: '{ kind key rule reason }' };

/** `id learner { name }` of the columns `id` and `learner.name`. */
function selectionOf(columns: readonly string[]): string {
  const names = [...new Set(columns.map((column) => column.split('.', 1)[0] ?? ''))];
  return names
    .map((name) => {
      const inner = columns.filter((column) => column.startsWith(`${name}.`)).map((column) => column.slice(name.length + 1));
      return inner.length > 0 ? `${name} { ${selectionOf(inner)} }` : `${name} ${WHOLE[name] ?? ''}`;
    })
    .join(' ');
}

async function fileOf(connection: string, format: string): Promise<string> {
  const id = await world.queue(admin, { connection, format });
  await world.run();
  const response = await world.download((await world.show(admin, id))?.downloadUrl ?? null);
  return response.text();
}

const keyOf = (row: Row): string => String(row.id ?? row.number);
const inOrder = (rows: Row[]): Row[] => rows.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));

test.each([
  ['COURSE_RUNS', 'courseRuns'],
  ['ENROLMENTS', 'enrolments'],
  ['LEARNERS', 'learners'],
  ['TRAINERS', 'trainers'],
  ['SYNC_LOGS', 'syncLogs'],
  ['AUDIT_ENTRIES', 'auditEntries'],
])('S1.26 X4 a file of %s has the fields and the values of the list %s, masked alike', async (connection, field) => {
  // What has no trainer, class type or reason is shown alike too.
  await world.rows(`UPDATE course_run SET assigned_trainer_id = NULL, assigned_trainer_name = NULL, assigned_trainer_email = NULL,
    assignment_source = NULL, tpg_assigned_trainer_name = NULL, class_type = 'Hybrid' WHERE course_run_id = '850001'`);
  const lines = (await fileOf(connection, 'JSONL')).trimEnd().split('\n');
  const [header = ''] = (await fileOf(connection, 'CSV')).replace('\uFEFF', '').split('\r\n');
  const query = `query { ${field}(first: 100, filter: { provider: "${UEN}" }) { nodes { ${selectionOf(header.split(','))} } } }`;
  const data = await dataOf<Record<string, { nodes: Row[] }>>(world.api, query, {}, world.callers.as(admin));
  const nodes = data[field]?.nodes ?? [];
  const rows = lines.map((line): Row => JSON.parse(line));
  expect(rows.length).toBeGreaterThan(1);
  // What was audited since the file was written.
  const written = new Set(rows.map(keyOf));
  expect(inOrder(rows)).toEqual(inOrder(nodes.filter((node) => written.has(keyOf(node)))));
});
