import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { createDependencies, type Dependencies } from '../../src/dependencies.js';
import { type RunningServer, type ServerOptions, startServer } from '../../src/http/server.js';
import { createLogger } from '../../src/logger.js';
import { readSettings } from '../../src/settings/settings.js';
import type { Engine } from '../../src/workflow/engine.js';
import { countStatements, type StatementCounter } from './count-statements.js';

export const EXTERNAL_KEY = 'an-invented-key-for-tests';
const serverUrl: keyof ProvidedDatabase = 'databaseServerUrl';

/** A server over a database of its own, with what it logged and how many statements it sent. */
export interface TestApi {
  deps: Dependencies;
  server: RunningServer;
  statements: StatementCounter;
  /** Log lines, parsed. */
  logged: Record<string, unknown>[];
  close(): Promise<void>;
}

export interface TestApiOptions {
  environment?: Record<string, string>;
  beginSync?: ServerOptions['beginSync'];
  now?: () => number;
  engine?: (deps: Dependencies) => Engine;
  authenticator?: ServerOptions['authenticator'];
}

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase(inject(serverUrl));
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'rollcall-api-test-'));
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(JSON.parse(line)) } });
  const environment = {
    ROLLCALL_DATA_DIR: dataDirectory,
    EXTERNAL_API_KEY_FOR_CLAWDBOT: EXTERNAL_KEY,
    // The API by itself, unless a test says otherwise.
    ROLLCALL_ADMIN: '0',
    ...options.environment,
  };
  const deps = createDependencies(readSettings(environment), database.url, { log, ...(options.now && { now: options.now }) });
  const statements = countStatements(deps.database.pool);
  const server = await startServer(deps, {
    port: 0,
    ...(options.beginSync && { beginSync: options.beginSync }),
    ...(options.engine && { engine: options.engine(deps) }),
    ...(options.authenticator && { authenticator: options.authenticator }),
  });
  return {
    deps,
    server,
    statements,
    logged,
    close: async () => {
      await server.close();
      await deps.close();
      await database.drop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
