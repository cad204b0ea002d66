import { locateBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { databaseUrl, ensureDatabase } from './connection.js';
import { clusterPaths, prepareDirectory } from './directory.js';
import { chooseServerIdentity } from './identity.js';
import { raiseServer } from './raise-server.js';
import { stopServer } from './stop-server.js';

export interface EmbeddedPostgresOptions {
  /** Holds everything of the server. Made when missing; the same folder again gives the same data. */
  directory: string;
  /** Made when missing. */
  database: string;
  /** The superuser made with the cluster; the same name is needed at every later start. Default `rollcall`. */
  user?: string;
  /** A free port is chosen when absent. An adopted server keeps the port it has. */
  port?: number;
  /** Server settings (`{ fsync: 'off' }`). The defaults are PostgreSQL's durable ones. An adopted server keeps the settings it has. */
  settings?: Record<string, string>;
  /** How long a start may take, recovery after a crash included. Default 60 000 ms. */
  startTimeoutMs?: number;
  /** Gets a line for what an operator would want to know: first start, adoption, waiting. The server's own log is cluster/server.log. */
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  url: string;
  port: number;
  /** Process id of the server's postmaster. */
  pid: number;
  /** True when the server ran already: a process that was killed had left it, or another one shares it. */
  adopted: boolean;
  /** Stops the server cleanly, for everyone who uses it; resolves when it is gone. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server on 127.0.0.1 over a data folder, or adopts the one that runs there already.
 *
 * The server is no part of this process's group and installs no exit hooks: a signal to the application never reaches it, so
 * the application drains first and then calls `stop()`. When the application is killed the server lives on, and the next
 * start adopts it. Throws `EmbeddedPostgresError` with a code and a remedy.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { database, user = 'rollcall', port, settings = {}, startTimeoutMs = 60_000, log = () => undefined } = options;
  const paths = clusterPaths(options.directory);
  const identity = chooseServerIdentity(paths.data);
  const binaries = await locateBinaries(identity);
  prepareDirectory(paths.directory, identity);
  const password = await ensureCluster(paths, user, binaries, identity, log);
  const server = await raiseServer({ paths, identity, binaries, user, password, port, settings, startTimeoutMs, log });
  const address = { user, password, port: server.port };
  try {
    await ensureDatabase(address, database);
  } catch (error) {
    if (!server.adopted) await stopServer(paths, binaries, identity);
    throw error;
  }

  let stopping: Promise<void> | undefined;
  return {
    ...server,
    url: databaseUrl(address, database),
    stop: () => {
      stopping ??= stopServer(paths, binaries, identity);
      return stopping;
    },
  };
}

/** Stops the server of a folder, whoever started it; a folder without a running server is no error. Errors: `stop-failed`. */
export async function stopEmbeddedPostgres(directory: string): Promise<void> {
  const paths = clusterPaths(directory);
  const identity = chooseServerIdentity(paths.data);
  await stopServer(paths, await locateBinaries(identity), identity);
}
