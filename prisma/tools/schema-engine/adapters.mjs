// The connections of the engine: @prisma/adapter-pg with three repairs that migrations need (seen in 7.10.1):
//   1. connectToShadowDb() of an adapter made from a connection string connects to the MAIN database, because the driver lets
//      the string win over the `database` option: migrations would be replayed on real data. Here it is written anew.
//   2. executeScript() splits the script at every semicolon, also inside $$ bodies and strings. Here the script is one simple query.
//   3. The catalogue's type "char" (oid 18) has no mapping, and reading it as text makes the engine panic.
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { Client, Pool } from 'pg';

const charOid = 18;
const textOid = 25;

/** The factory the engine takes: connections to the database of `datasource`, and to shadow databases. */
export function openMigrationAdapters(datasource) {
  // Commands without a database (validate, diff between files) never connect, yet the engine wants an address.
  const url = datasource.url ?? process.env.DATABASE_URL ?? 'postgresql://unused@127.0.0.1:1/unused';
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => openAdapter(url),
    connectToShadowDb: () => (datasource.shadowDatabaseUrl ? openAdapter(datasource.shadowDatabaseUrl) : openShadowDatabase(url)),
  };
}

async function openShadowDatabase(url) {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const shadowUrl = new URL(url);
  shadowUrl.pathname = `/${name}`;
  await runSql(url, `CREATE DATABASE "${name}"`);
  return openAdapter(shadowUrl.href, () => runSql(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
}

async function openAdapter(url, afterClose) {
  const schema = new URL(url).searchParams.get('schema') ?? 'public';
  // One connection: the engine's advisory lock belongs to a session, and a second one would wait for the first.
  const pool = new Pool({ connectionString: url, max: 1 });
  // A lost idle connection is told by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const adapter = await new PrismaPg(pool, { schema }).connect();
  runScriptsWhole(adapter, pool);
  reportCharColumns(adapter);
  adapter.dispose = async () => {
    await pool.end();
    await afterClose?.();
  };
  return adapter;
}

function runScriptsWhole(adapter, pool) {
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
}

/** Lets the adapter read "char" as text, then reports the column as what it is. */
function reportCharColumns(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const charColumnsOf = new WeakMap();
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const charColumns = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === charOid ? [index] : []));
    for (const index of charColumns) result.fields[index].dataTypeID = textOid;
    charColumnsOf.set(query, charColumns);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumnsOf.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}

async function runSql(url, sql) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
