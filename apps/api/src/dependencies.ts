import { connectDatabase } from '@rollcall/prisma/database';
import { v7 as newId } from 'uuid';
import type { Accounts } from './access/accounts.js';
import { createAccounts } from './access/create-accounts.js';
import { createIdentifierVault, type IdentifierVault } from './identifiers/identifier-vault.js';
import { loggableError } from './loggable-error.js';
import { createLogger, type Logger } from './logger.js';
import { createMetrics, type Metrics } from './metrics.js';
import { loadSecrets } from './settings/secrets.js';
import type { Settings } from './settings/settings.js';
import { createSsgSource, type SsgSource } from './upstream/ssg-source.js';

export type Database = ReturnType<typeof connectDatabase>;

/** What use cases are given: nothing in the modules builds these for itself (one composition root). */
export interface Dependencies {
  settings: Settings;
  /** Where the database is; it may be an embedded server's, which settings do not know. */
  databaseUrl: string;
  database: Database;
  ssg: SsgSource;
  identifiers: IdentifierVault;
  accounts: Accounts;
  /** Signs cookies and cursors. */
  secretKey: string;
  log: Logger;
  metrics: Metrics;
  /** Milliseconds since 1970. */
  now: () => number;
  newId: () => string;
  /** A named place where a test may hold the process or end it; does nothing otherwise. */
  pausePoint: (name: PausePoint, where?: string) => Promise<void>;
}

export type PausePoint =
  | 'after-discovery'
  | 'after-fetch-before-apply'
  | 'after-trainers-fetched'
  | 'before-finish'
  /** A worker holds a step's lease and has done nothing yet. */
  | 'step-claimed'
  /** The step's work is done and not recorded. */
  | 'step-worked'
  /** The step is recorded, and nobody has been told that others are ready. */
  | 'step-recorded';

export interface DependencyOverrides {
  log?: Logger;
  now?: () => number;
  pausePoint?: Dependencies['pausePoint'];
}

/** Builds everything from settings. `databaseUrl` is explicit because it may be an embedded server's. */
export function createDependencies(
  settings: Settings,
  databaseUrl: string,
  overrides: DependencyOverrides = {},
): Dependencies & { close(): Promise<void> } {
  const log = overrides.log ?? createLogger({ level: settings.logLevel });
  const now = overrides.now ?? Date.now;
  const metrics = createMetrics();
  const database = connectDatabase(databaseUrl, {
    maxConnections: settings.database.poolSize,
    onIdleConnectionError: (error) =>
      log.error({ event: 'database_connection_lost', failure: loggableError(error) }, 'an idle database connection was lost'),
  });
  const ssg = createSsgSource({ settings, pool: database.pool, log, metrics });
  const secrets = loadSecrets(settings);
  return {
    settings,
    databaseUrl,
    database,
    ssg,
    identifiers: createIdentifierVault(secrets),
    accounts: createAccounts({ pool: database.pool, peopleUrl: settings.peopleUrl, newId }),
    secretKey: secrets.secretKey,
    log,
    metrics,
    now,
    newId: () => newId(),
    pausePoint: overrides.pausePoint ?? (async () => {}),
    close: () => database.close(),
  };
}
