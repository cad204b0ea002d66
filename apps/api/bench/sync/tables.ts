import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The tables a sync writes, parents first, with the key that tells whether a row is there already. */
export const TABLES = [
  { table: 'sync_batch', key: ['id'] },
  { table: 'sync_batch_course', key: ['batch_id', 'course_code'] },
  { table: 'upcoming_course_runs_log', key: ['id'] },
  { table: 'course_run', key: ['provider_id', 'course_run_id'] },
  { table: 'learner', key: ['provider_id', 'nric_hmac'] },
  { table: 'enrollment', key: ['provider_id', 'enrolment_id'] },
  { table: 'change_set', key: ['id'] },
  { table: 'change', key: ['id'] },
  { table: 'audit_trail', key: ['id'] },
] as const;

export type TableName = (typeof TABLES)[number]['table'];

/** Domain tables: what a sync of unchanged answers must not write. */
export const DOMAIN_TABLES: readonly TableName[] = ['course_run', 'learner', 'enrollment'];

/** A table's rows in COPY's text form: what the rival and the floor write again, each in its way. */
export async function copyOut(url: string, table: TableName, where = 'true'): Promise<Buffer> {
  const client = new Client(url);
  await client.connect();
  try {
    return await buffer(client.query(copyTo(`COPY (SELECT * FROM ${table} WHERE ${where} ORDER BY 1) TO STDOUT`)));
  } finally {
    await client.end();
  }
}

/** COPY into a table of the client's session. */
export async function copyIn(client: Client, table: string, rows: Buffer): Promise<void> {
  await pipeline(Readable.from([rows]), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
}

/** The columns of a table, in order. */
export async function columnsOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Live rows and the transaction that wrote the newest of them: equal before and after means that nothing was written. */
export async function fingerprint(url: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    const parts = [];
    for (const table of DOMAIN_TABLES) {
      const text = `SELECT count(*) AS rows, max(xmin::text::bigint) AS newest, sum(version) AS versions FROM ${table}`;
      parts.push(await client.query(text));
    }
    return JSON.stringify(parts.map(({ rows }) => rows[0]));
  } finally {
    await client.end();
  }
}
