import { Client } from 'pg';
import { columnsOf, copyIn, TABLES, type TableName } from './tables.js';

/**
 * The floor: all rows known beforehand, one transaction, for each table a COPY into a temporary table and one MERGE.
 * No decision, no translation, no resumability: nothing that does the sync's work can be quicker by much. Seconds.
 */
export async function timeFloor(url: string, rows: ReadonlyMap<TableName, Buffer>): Promise<number> {
  const client = new Client(url);
  await client.connect();
  const merges: { table: TableName; merge: string }[] = [];
  for (const { table, key } of TABLES) merges.push({ table, merge: mergeOf(table, key, await columnsOf(client, table)) });
  const started = performance.now();
  await client.query('BEGIN');
  for (const { table, merge } of merges) {
    const source = rows.get(table);
    if (!source) continue;
    await client.query(`CREATE TEMP TABLE incoming_${table} (LIKE ${table}) ON COMMIT DROP`);
    await copyIn(client, `incoming_${table}`, source);
    await client.query(merge);
  }
  await client.query('COMMIT');
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return seconds;
}

function mergeOf(table: string, key: readonly string[], columns: readonly string[]): string {
  const on = key.map((column) => `target.${column} = incoming.${column}`).join(' AND ');
  const differs = columns.map((column) => `target.${column}`).join(', ');
  const set = columns.map((column) => `${column} = incoming.${column}`).join(', ');
  return `
    MERGE INTO ${table} AS target USING incoming_${table} AS incoming ON ${on}
    WHEN MATCHED AND (${differs}) IS DISTINCT FROM (${columns.map((column) => `incoming.${column}`).join(', ')}) THEN UPDATE SET ${set}
    WHEN NOT MATCHED THEN INSERT (${columns.join(', ')}) VALUES (${columns.map((column) => `incoming.${column}`).join(', ')})`;
}
