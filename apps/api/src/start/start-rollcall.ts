import path from 'node:path';
import { connectDatabase } from '@rollcall/prisma/database';
import { applyMigrations } from '@rollcall/prisma/migrate';
import type { Terminal } from '../cli/output/terminal.js';
import { seedDemo } from '../demo/seed-demo.js';
import { createDependencies, type Dependencies } from '../dependencies.js';
import { type RunningServer, startServer } from '../http/server.js';
import { createLogger } from '../logger.js';
import { listProviders, type ProviderSettings } from '../modules/training-providers/find-provider.js';
import type { Settings } from '../settings/settings.js';
import { type OpenEngine, openEngine } from '../worker/open-engine.js';
import { type BootLog, createBootLog } from './boot-log.js';
import { type Closers, createClosers } from './closers.js';
import { withConsolePort } from './console-port.js';
import { openDatabaseServer } from './database-server.js';
import { firstAdminText } from './first-admin-text.js';
import { syncAtStart } from './first-sync.js';
import { openConsole, requireConsole } from './open-console.js';
import { portTaken } from './port-taken.js';
import { startSimulatedSsg } from './simulated-ssg.js';
import { startWorkerProcess } from './worker-process.js';

export interface StartOptions {
  settings: Settings;
  terminal: Terminal;
  /** Stops everything, at whatever point. */
  signal: AbortSignal;
  /** The level of the JSON log on stderr. */
  logLevel: string;
  /** What the worker's process finds in its environment, besides what this start knows better. */
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Brings everything up in the order in which one thing needs the other, syncs, and stays until `signal` fires; then takes
 * it down in the opposite order. Settles when all is down. Errors of any step come after the steps before it were undone.
 */
export async function startRollcall(options: StartOptions): Promise<void> {
  const { terminal, signal, logLevel, environment } = options;
  const log = createBootLog(terminal);
  const closers = createClosers();
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    requireConsole(options.settings);
    const settings = await withConsolePort(options.settings);
    const database = await log.step(
      'Database',
      () => openDatabaseServer(settings, (line) => log.warn(line)),
      (server) => databaseText(settings, server),
    );
    closers.add('database', () => database.release({ stop: true }));
    await log.step(
      'Migrations',
      () => applyMigrations(database.url),
      (applied) => (applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'),
    );
    signal.throwIfAborted();

    const speaksToSimulator = settings.ssg.baseUrl === null;
    const simulatorPort = speaksToSimulator ? await startSsg(settings, database.url, log, closers) : settings.ssg.simulatorPort;
    if (!speaksToSimulator) log.say(`  SSG           ${settings.ssg.baseUrl} (${settings.ssg.environment})`);

    const deps = createDependencies({ ...settings, ssg: { ...settings.ssg, simulatorPort } }, database.url, {
      log: createLogger({ level: logLevel }),
    });
    closers.add('connections', () => deps.close());
    const demo = speaksToSimulator && settings.demo ? await seed(deps, log) : null;
    signal.throwIfAborted();

    const open = openEngine(deps);
    closers.add('job store', () => open.close());
    const server = await log.step(
      'API',
      () => openApi(deps, open, settings.apiPort),
      ({ url }) => url,
    );
    closers.add('API', () => server.close());
    const worker = await log.step(
      'Worker',
      () =>
        startWorkerProcess({
          environment: {
            ...environment,
            DATABASE_URL: database.url,
            SSG_SIMULATOR_PORT: String(simulatorPort),
            ADMIN_PORT: String(settings.admin.port),
            LOG_LEVEL: logLevel,
          },
          warn: (text) => log.warn(text),
          signal,
        }),
      ({ greeting }) => greeting.replace(/^Worker /, ''),
    );
    closers.add('worker', () => worker.stop());
    if (settings.admin.start) {
      const admin = await log.step(
        'Console',
        () => openConsole(deps, server.port, { logLevel, environment, signal, warn: (text) => log.warn(text) }),
        ({ url }) => url,
      );
      closers.add('console', () => admin.stop());
    }
    await syncAtStart({ deps, log, terminal, signal }, demo);
    if (!signal.aborted) {
      log.say(whereText(settings, server.url));
      const invitation = await firstAdminText(deps, server.url);
      if (invitation !== null) log.say(invitation);
      log.say('\nCtrl-C stops everything.');
    }
    await stopped;
    log.say('\nStopping …');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await closers.closeAll();
  }
  log.say('Stopped. Everything is kept for the next start.');
}

async function openApi(deps: Dependencies, { engine, hub }: OpenEngine, port: number): Promise<RunningServer> {
  try {
    return await startServer(deps, { port, engine, events: hub });
  } catch (error) {
    throw portTaken(error, port, 'API_PORT') ?? error;
  }
}

/** Gives the port the simulator got, which with port 0 is known only now. */
async function startSsg(settings: Settings, databaseUrl: string, log: BootLog, closers: Closers): Promise<number> {
  const providers = await providersOf(databaseUrl);
  const simulator = await log.step(
    'SSG',
    () => startSimulatedSsg(settings, providers, Date.now),
    ({ url }) => `simulator at ${url}, with invented people`,
  );
  closers.add('simulator', () => simulator.stop());
  return simulator.port;
}

async function providersOf(databaseUrl: string): Promise<ProviderSettings[]> {
  const { pool, close } = connectDatabase(databaseUrl, { maxConnections: 1, onIdleConnectionError: () => undefined });
  try {
    return await listProviders(pool);
  } finally {
    await close();
  }
}

async function seed(deps: Dependencies, log: BootLog): Promise<ProviderSettings> {
  const { provider } = await log.step('Demo', () => seedDemo(deps), demoText);
  return provider;
}

const demoText = ({ provider, isNew }: { provider: ProviderSettings; isNew: boolean }): string =>
  `${provider.name}, UEN ${provider.uen}${isNew ? '' : ', found from an earlier start'}`;

function databaseText(settings: Settings, { embedded, adopted }: { embedded: boolean; adopted: boolean }): string {
  if (!embedded) return `the one of DATABASE_URL, ${new URL(settings.database.url ?? '').host}`;
  const folder = path.join(settings.dataDirectory, 'postgres');
  return adopted ? `embedded PostgreSQL, which ran already, in ${folder}` : `embedded PostgreSQL in ${folder}`;
}

function whereText({ admin, peopleUrl }: Settings, url: string): string {
  return [
    '',
    'Rollcall is ready.',
    admin.start ? `  Console      ${peopleUrl}` : `  Sign in      ${url}/sign-in`,
    `  GraphQL      ${url}/graphql`,
    `  Health       ${url}/healthz, ${url}/readyz`,
    `  Metrics      ${url}/metrics`,
    '  Chains       npm run -s rollcall -- chains',
    '  Command line npm run -s rollcall -- --help',
  ].join('\n');
}
