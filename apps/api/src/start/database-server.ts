import path from 'node:path';
import { startEmbeddedPostgres } from '@rollcall/embedded-postgres/server';
import { Client } from 'pg';
import type { Settings } from '../settings/settings.js';

/** The database that settings mean, ready to be connected to. */
export interface DatabaseServer {
  url: string;
  /** False where DATABASE_URL names a server that is somebody else's to run. */
  embedded: boolean;
  /** True where the embedded server ran already. */
  adopted: boolean;
  /** Leaves the server; `stop` then stops the embedded one unless somebody else is connected. May be called again. */
  release(options: { stop: boolean }): Promise<void>;
}

/** Seen in pg_stat_activity. A process that is leaving does not count as a user of the server. */
const PRESENT = 'rollcall present';
const LEAVING = 'rollcall leaving';

/**
 * `DATABASE_URL`, or the embedded server of the data folder: adopted where it runs, started where it does not. Each process
 * holds one connection for as long as it uses the server, because an idle pool closes its own: so the last one to leave can
 * tell. Errors: `EmbeddedPostgresError`.
 */
export async function openDatabaseServer(
  settings: Settings,
  log: (line: string) => void = () => undefined,
): Promise<DatabaseServer> {
  if (settings.database.url !== null) {
    return { url: settings.database.url, embedded: false, adopted: true, release: async () => undefined };
  }
  const server = await startEmbeddedPostgres({
    directory: path.join(settings.dataDirectory, 'postgres'),
    database: 'rollcall',
    log,
  });
  const presence = await connect(server.url, PRESENT);
  let releasing: Promise<void> | undefined;
  const release = async ({ stop }: { stop: boolean }) => {
    await presence.end();
    if (stop && !(await isUsedByOthers(server.url))) await server.stop();
  };
  return {
    url: server.url,
    embedded: true,
    adopted: server.adopted,
    release: (options) => {
      releasing ??= release(options);
      return releasing;
    },
  };
}

async function isUsedByOthers(url: string): Promise<boolean> {
  let client: Client;
  try {
    client = await connect(url, LEAVING);
  } catch {
    // It went down before we looked: nobody can be using it.
    return false;
  }
  try {
    const { rows } = await client.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> $1`,
      [LEAVING],
    );
    return (rows[0]?.others ?? 0) > 0;
  } finally {
    await client.end();
  }
}

async function connect(url: string, name: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 10_000 });
  // The server may be stopped by its administrator; the pool notices at its next query, which is where it is told.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
