import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sources = ['go.mod', 'go.sum', 'main.go'];
const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/mongodb-wire');

/**
 * The program of this folder, built where its sources have changed: about a minute the first time on a machine. Gives its
 * path, or null where there is no Go. Throws where there is Go and the build fails.
 */
export async function buildMongodbWire(): Promise<string | null> {
  const version = await goVersion();
  if (version === null) return null;
  const hash = createHash('sha256').update(version);
  for (const file of sources) hash.update(readFileSync(path.join(import.meta.dirname, file)));
  const folder = path.join(cache, hash.digest('hex').slice(0, 16));
  const program = path.join(folder, process.platform === 'win32' ? 'mongodb-wire.exe' : 'mongodb-wire');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  // Under a name of its own until it is whole: two test files may build at once.
  const unfinished = path.join(folder, `unfinished-${process.pid}`);
  await run('go', ['build', '-o', unfinished, '.'], { cwd: import.meta.dirname, env: goEnvironment() });
  renameSync(unfinished, program);
  return program;
}

async function goVersion(): Promise<string | null> {
  try {
    return (await run('go', ['version'], { cwd: import.meta.dirname, env: goEnvironment() })).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The same program from the same sources, whatever the machine's settings: no other toolchain, no change to go.mod. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-mod=readonly -trimpath -buildvcs=false' };
}
