import { applyMigrations } from '@rollcall/prisma/migrate';
import { createDependencies, type Dependencies } from '../dependencies.js';
import { createLogger } from '../logger.js';
import { requireReachable } from '../persistence/require-reachable.js';
import { readSettings, type Settings } from '../settings/settings.js';
import { type DatabaseServer, openDatabaseServer } from '../start/database-server.js';
import { type OpenEngine, openEngine } from '../worker/open-engine.js';
import type { Chain } from '../workflow/chain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { note, type Terminal } from './output/terminal.js';

/** What the commands are given; one per call of the command line. */
export interface Cli {
  terminal: Terminal;
  environment: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
  /** Fires at Ctrl-C. */
  signal: AbortSignal;
  /** Set by `--verbose`. */
  verbose: boolean;
  exitCode: ExitCode;
  /** Set by a command that is meant to run until somebody stops it: then a signal is its good end. */
  isEndedBySignal: boolean;
  /** Other chains than Rollcall's own. */
  chains?: readonly Chain[];
}

export function createCli(given: Pick<Cli, 'terminal' | 'environment' | 'workingDirectory' | 'signal' | 'chains'>): Cli {
  return { ...given, verbose: false, exitCode: EXIT.ok, isEndedBySignal: false };
}

/** Runs `work` with the database that settings mean, and leaves it as it was found. */
export async function withDatabaseServer<T>(
  cli: Cli,
  work: (server: DatabaseServer, settings: Settings) => Promise<T>,
): Promise<T> {
  const settings = readSettings(cli.environment);
  const server = await openDatabaseServer(settings, (line) => cli.verbose && note(cli.terminal, line));
  try {
    return await work(server, settings);
  } finally {
    await server.release({ stop: !server.adopted });
  }
}

/**
 * Runs `work` with everything a use case needs. The embedded database gets its migrations on the way, because nobody else
 * would apply them; a database named by DATABASE_URL is left to `rollcall db migrate`, and must answer, unless `work` is
 * there to find out whether it does. `logs`: the JSON log is written at the configured level.
 */
export async function withDependencies<T>(
  cli: Cli,
  work: (deps: Dependencies) => Promise<T>,
  options: { databaseMayBeDown?: boolean; logs?: boolean } = {},
): Promise<T> {
  return withDatabaseServer(cli, async (server, settings) => {
    if (server.embedded) await applyMigrations(server.url);
    const deps = createDependencies(settings, server.url, {
      log: options.logs ? createLogger({ level: settings.logLevel }) : cliLogger(cli, settings),
    });
    try {
      if (!server.embedded && !options.databaseMayBeDown) await requireReachable(deps.database.pool, server.url);
      return await work(deps);
    } finally {
      await deps.close();
    }
  });
}

/** Runs `work` with everything an act on chain runs needs; the job store is asked only where a step is to be told of. */
export async function withEngine<T>(cli: Cli, work: (parts: EngineParts) => Promise<T>): Promise<T> {
  return withDependencies(cli, async (deps) => {
    const open = openEngine(deps, cli.chains ? { chains: cli.chains } : {});
    try {
      return await work({ deps, engine: open.engine, hub: open.hub });
    } finally {
      await open.close();
    }
  });
}

export interface EngineParts extends Pick<OpenEngine, 'engine' | 'hub'> {
  deps: Dependencies;
}

/** Commands tell what failed in their own words, so the log is silent unless --verbose or LOG_LEVEL asks for it. */
function cliLogger(cli: Cli, settings: Settings) {
  const quiet = cli.verbose ? 'info' : 'fatal';
  return createLogger({ level: cli.environment['LOG_LEVEL'] ? settings.logLevel : quiet });
}
