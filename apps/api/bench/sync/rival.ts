import { Client, type CustomTypesConfig } from 'pg';
import { columnsOf, TABLES, type TableName } from './tables.js';

/** Every value as the server's text, which every type takes back as it is. */
type Row = Record<string, string | null>;

const AS_TEXT = { getTypeParser: () => (value: string) => value };

/**
 * The rival: the same rows written as scripts usually do, one row and one statement at a time, each enrolment looked up
 * before it is written, a transaction per course run. A sync of unchanged answers writes again what S0.16 and S0.22 name,
 * as their words have it. Statements are prepared; rows and decisions come for free. Seconds.
 */
export async function timeRival(url: string, source: string, options: { batchId: string; unchanged: boolean }): Promise<number> {
  const from = new Client({ connectionString: source, types: AS_TEXT as unknown as CustomTypesConfig });
  const client = new Client(url);
  await Promise.all([from.connect(), client.connect()]);
  const writer = await createWriter(client);
  const work = await readWork(from, options.batchId);
  const started = performance.now();
  await writer.insert('sync_batch', work.batch);
  for (const row of work.courses) await writer.insert('sync_batch_course', row);
  for (const run of work.runs) {
    await client.query('BEGIN');
    await writer.lookUp('course_run', run.courseRun);
    if (options.unchanged) await writer.update('course_run', run.courseRun, RUN_COLUMNS);
    else await writer.insert('course_run', run.courseRun);
    for (const { enrolment, learner } of run.enrolments) {
      await writer.lookUp('enrollment', enrolment);
      if (options.unchanged) {
        await writer.update('enrollment', enrolment, ENROLMENT_COLUMNS);
        continue;
      }
      await writer.lookUp('learner', learner);
      await writer.insert('learner', learner);
      await writer.insert('enrollment', enrolment);
    }
    for (const row of run.changeSets) await writer.insert('change_set', row);
    for (const row of run.changes) await writer.insert('change', row);
    for (const row of run.audit) await writer.insert('audit_trail', row);
    await writer.lookUp('course_run', run.courseRun);
    if (!options.unchanged) {
      await writer.findTrainer(run.courseRun);
      await writer.update('course_run', run.courseRun, TRAINER_COLUMNS);
    }
    await writer.insert('upcoming_course_runs_log', run.line);
    await client.query('COMMIT');
  }
  const seconds = (performance.now() - started) / 1000;
  await Promise.all([from.end(), client.end()]);
  return seconds;
}

/** What S0.22 and S0.16 have a script overwrite each night, changed or not. */
const RUN_COLUMNS = [
  'start_date',
  'end_date',
  'mode_of_learning',
  'digital_attendance_id',
  'course_vacancy_code',
  'course_vacancy_description',
];
const TRAINER_COLUMNS = ['assigned_trainer_id', 'assigned_trainer_name', 'assigned_trainer_email', 'assignment_source'];
const ENROLMENT_COLUMNS = ['enrolment_status', 'raw_data'];

async function createWriter(client: Client) {
  const columns = new Map<TableName, string[]>();
  for (const { table } of TABLES) columns.set(table, await columnsOf(client, table));
  const keys = new Map<string, readonly string[]>(TABLES.map(({ table, key }) => [table, key]));
  return {
    insert: async (table: TableName, row: Row) => {
      const names = columns.get(table) ?? [];
      const text = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`;
      await client.query({ name: `insert ${table}`, text, values: names.map((name) => row[name]) });
    },
    update: async (table: TableName, row: Row, names: readonly string[]) => {
      const text = `UPDATE ${table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`;
      await client.query({ name: `update ${table}`, text, values: [row.id, ...names.map((name) => row[name])] });
    },
    findTrainer: async (courseRun: Row) => {
      const text =
        'SELECT app_user.* FROM app_user JOIN user_role ON user_role.user_id = app_user.id WHERE app_user.email = $1 LIMIT 1';
      await client.query({ name: 'find trainer', text, values: [courseRun.assigned_trainer_email] });
    },
    lookUp: async (table: TableName, row: Row) => {
      const key = keys.get(table) ?? [];
      const text = `SELECT * FROM ${table} WHERE ${key.map((name, index) => `${name} = $${index + 1}`).join(' AND ')}`;
      await client.query({ name: `look up ${table}`, text, values: key.map((name) => row[name]) });
    },
  };
}

/** What one batch wrote, run by run, from the database that the sync filled. */
async function readWork(from: Client, batchId: string) {
  const all = async (sql: string): Promise<Row[]> => (await from.query(sql, [batchId])).rows;
  const [batch] = await all('SELECT * FROM sync_batch WHERE id = $1');
  if (!batch) throw new Error('The batch to repeat is not there.');
  const lines = await all('SELECT * FROM upcoming_course_runs_log WHERE batch_id = $1 ORDER BY course_run_id');
  const courseRuns = await all('SELECT * FROM course_run WHERE $1::uuid IS NOT NULL');
  const enrolments = await all('SELECT * FROM enrollment WHERE $1::uuid IS NOT NULL');
  const learners = new Map((await all('SELECT * FROM learner WHERE $1::uuid IS NOT NULL')).map((row) => [row.id, row]));
  const changeSets = groupBy(await all('SELECT * FROM change_set WHERE batch_id = $1'), (row) => row.course_run_id);
  const inBatch = 'change_set_id IN (SELECT id FROM change_set WHERE batch_id = $1) ORDER BY id';
  const changes = groupBy(await all(`SELECT * FROM change WHERE ${inBatch}`), (row) => row.change_set_id);
  const audit = groupBy(await all(`SELECT * FROM audit_trail WHERE ${inBatch}`), (row) => row.change_set_id);
  const runsBySsgId = new Map(courseRuns.map((row) => [row.course_run_id, row]));
  const enrolmentsByRun = groupBy(enrolments, (row) => row.course_run_id);
  return {
    batch,
    courses: await all('SELECT * FROM sync_batch_course WHERE batch_id = $1'),
    runs: lines.map((line) => {
      const courseRun = need(runsBySsgId.get(line.course_run_id));
      const sets = changeSets.get(line.course_run_id) ?? [];
      return {
        line,
        courseRun,
        enrolments: (enrolmentsByRun.get(courseRun.id) ?? []).map((enrolment) => ({
          enrolment,
          learner: need(learners.get(enrolment.learner_id)),
        })),
        changeSets: sets,
        changes: sets.flatMap((set) => changes.get(set.id) ?? []),
        audit: sets.flatMap((set) => audit.get(set.id) ?? []),
      };
    }),
  };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A row that the batch wrote is missing.');
  return value;
}
