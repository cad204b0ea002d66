import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { createDependencies, type Dependencies } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { readSettings } from '../../src/settings/settings.js';

const serverUrl: keyof ProvidedDatabase = 'databaseServerUrl';

export interface TestDependencies extends Dependencies {
  databaseUrl: string;
  /** What a child process of the test gets, so that it works on the same database. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** Everything a use case needs, over a migrated database of its own. */
export async function createTestDependencies(environment: Record<string, string> = {}): Promise<TestDependencies> {
  const database = await createTestDatabase(inject(serverUrl));
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'rollcall-cli-test-'));
  const complete = { ROLLCALL_DATA_DIR: dataDirectory, DATABASE_URL: database.url, SSG_RATE_LIMIT_MS: '0', ...environment };
  const deps = createDependencies(readSettings(complete), database.url, { log: createLogger({ level: 'silent' }) });
  return {
    ...deps,
    databaseUrl: database.url,
    environment: complete,
    close: async () => {
      await deps.close();
      await database.drop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
