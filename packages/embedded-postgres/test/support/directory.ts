import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { stopEmbeddedPostgres } from '../../src/server.js';

/**
 * A folder for a server of its own. At the end (of the test, or of the file with `afterAll`) whatever server runs in it is
 * stopped and the folder removed.
 */
export function makeDirectory(atEnd: (cleanUp: () => Promise<void>) => void = onTestFinished): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'rollcall-supervisor-'));
  // As root the server runs as another user, who must be able to pass.
  chmodSync(parent, 0o711);
  const directory = path.join(parent, 'postgres');
  atEnd(async () => {
    await stopEmbeddedPostgres(directory);
    rmSync(parent, { recursive: true, force: true });
  });
  return directory;
}
