import { randomBytes } from 'node:crypto';
import { withClient } from './connection.js';

/** The database that tests copy: it has every migration applied and takes no connections. */
export const templateDatabase = 'rollcall_template';

export interface TestDatabase {
  url: string;
  /** Drops the database, closing whatever connections are left. */
  drop(): Promise<void>;
}

/**
 * Copies the template into a database of its own for one test file.
 * @param serverUrl any database of the server that vitest's global setup started (`inject('databaseServerUrl')`)
 */
export async function createTestDatabase(serverUrl: string, template: string = templateDatabase): Promise<TestDatabase> {
  const name = `rollcall_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const maintenanceUrl = urlOfDatabase(serverUrl, 'postgres');
  await withClient(maintenanceUrl, (client) =>
    // Files are copied as they are: the other way writes each page to the log, which no test server needs, and takes six times as long.
    client.query(
      `CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)} STRATEGY FILE_COPY`,
    ),
  );
  return {
    url: urlOfDatabase(serverUrl, name),
    async drop() {
      await withClient(maintenanceUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
      );
    },
  };
}

/**
 * Makes a template: creates the database, lets `fill` write into it, then closes it for good.
 * A copy fails while anyone is connected to its source, so a finished template refuses connections.
 */
export async function createTemplateDatabase(
  serverUrl: string,
  fill: (url: string) => Promise<unknown>,
  template: string = templateDatabase,
): Promise<void> {
  const maintenanceUrl = urlOfDatabase(serverUrl, 'postgres');
  await withClient(maintenanceUrl, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(template)}`));
  await fill(urlOfDatabase(serverUrl, template));
  await withClient(maintenanceUrl, (client) =>
    client.query(`ALTER DATABASE ${client.escapeIdentifier(template)} IS_TEMPLATE true ALLOW_CONNECTIONS false`),
  );
}

function urlOfDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
