import { Client } from 'pg';
import { codeOf, messageOf } from './errors.js';

/** Who connects, and to which port of this machine. */
export interface ServerAddress {
  user: string;
  password: string;
  port: number;
}

/** `postgresql://user:password@127.0.0.1:port/database` */
export function databaseUrl({ user, password, port }: ServerAddress, database: string): string {
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** What a server answers: ready (with the folder it serves), not yet, refusing our password, or nothing that we understand. */
export type ServerAnswer =
  | { state: 'ready'; dataDirectory: string }
  | { state: 'starting' }
  | { state: 'refuses-credentials'; message: string }
  | { state: 'silent'; message: string };

/** Asks the server which data folder it serves; one short connection, never throws. */
export async function askServer(address: ServerAddress): Promise<ServerAnswer> {
  try {
    const dataDirectory = await withClient(databaseUrl(address, 'postgres'), async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory ?? '';
    });
    return { state: 'ready', dataDirectory };
  } catch (error) {
    const code = codeOf(error);
    // 57P03: starting up, recovering or shutting down; the server says which in words only
    if (code === '57P03') return { state: 'starting' };
    if (code === '28P01' || code === '28000') return { state: 'refuses-credentials', message: messageOf(error) };
    return { state: 'silent', message: messageOf(error) };
  }
}

/** Makes the database when the server has none of that name; two at once are no fault. */
export async function ensureDatabase(address: ServerAddress, database: string): Promise<void> {
  await withClient(databaseUrl(address, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount) return;
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    } catch (error) {
      // 42P04 duplicate_database, 23505 when both were past that check: another start made it in between
      if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
    }
  });
}

/** Runs `work` on one connection of its own, and closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection lost between two statements is reported here, and again by the next statement, which is the one that tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
