// `schema-engine cli <command>`: what the CLI asks before it starts an engine proper.
import { Client } from 'pg';
import { writeLog } from './log.mjs';

/** PostgreSQL's error codes and the Prisma codes the CLI explains to its user; anything else is "cannot reach the server". */
const prismaCodes = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' };

/** Runs can-connect-to-database, create-database or drop-database; returns the exit code. */
export async function runCliCommand(command, url) {
  const target = new URL(url);
  const name = `"${decodeURIComponent(target.pathname.slice(1)).replaceAll('"', '""')}"`;
  // Prisma's own parameters (?schema=…) mean nothing to the driver
  target.search = '';
  const maintenance = new URL(target);
  maintenance.pathname = '/postgres';
  try {
    if (command === 'can-connect-to-database') await runSql(target, 'SELECT 1');
    else if (command === 'create-database') await runSql(maintenance, `CREATE DATABASE ${name}`);
    else if (command === 'drop-database') await runSql(maintenance, `DROP DATABASE ${name} WITH (FORCE)`);
    else throw new Error(`unknown command: schema-engine cli ${command}`);
    return 0;
  } catch (error) {
    const message = error.message || error.code || String(error);
    // The CLI takes everything up to the first line break for noise.
    process.stderr.write('\n');
    writeLog('ERROR', message, { error_code: prismaCodes[error.code] ?? 'P1001', is_panic: false });
    return 1;
  }
}

async function runSql(url, sql) {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
