import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildMongodbWire } from '../../../../tools/mongodb-wire/build.js';

export interface MongoServer {
  /** Ends in a slash: add the name of a database of your own. */
  url: string;
  kind: 'MONGODB_TEST_URL' | 'mongod' | 'ferretdb';
  /** FerretDB lets two workers claim one job (tools/mongodb-wire/README.md). */
  claimsOnce: boolean;
  stop(): Promise<void>;
}

/** Not on every machine, and in no package. */
const MONGOD = 'mongod';

/**
 * A server that speaks MongoDB's protocol: that of `MONGODB_TEST_URL`, a `mongod` on the path, or FerretDB built by Go. Where
 * there is none of them: null, and a line on standard error. Throws where there is Go and the build fails.
 */
export async function openMongoServer(): Promise<MongoServer | null> {
  const given = process.env.MONGODB_TEST_URL;
  if (given) return { url: given.replace(/\/*$/, '/'), kind: 'MONGODB_TEST_URL', claimsOnce: true, stop: async () => undefined };
  if (spawnSync(MONGOD, ['--version']).status === 0) return startMongod();
  const program = await buildMongodbWire();
  if (program !== null) return startFerretDb(program);
  process.stderr.write(
    'SKIPPED: the tests of the job store on MongoDB. To run them set MONGODB_TEST_URL, or put mongod or go on the path.\n',
  );
  return null;
}

async function startFerretDb(program: string): Promise<MongoServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-mongodb-'));
  // An open standard input keeps it alive; ours closes when we are killed, and so does its.
  const child = spawn(program, ['-folder', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await firstLine(child, () => true);
  return { url, kind: 'ferretdb', claimsOnce: false, stop: () => end(child, folder) };
}

async function startMongod(): Promise<MongoServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-mongodb-'));
  const port = await freePort();
  const child = spawn(MONGOD, ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await firstLine(child, (line) => line.includes('Waiting for connections'));
  return { url: `mongodb://127.0.0.1:${port}/`, kind: 'mongod', claimsOnce: true, stop: () => end(child, folder) };
}

async function firstLine(child: ChildProcess, isMeant: (line: string) => boolean): Promise<string> {
  if (!child.stdout) throw new Error('The server was started without its output.');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (!isMeant(line)) continue;
    // Nobody reads on, and a full pipe would stop the server.
    child.stdout.resume();
    return line;
  }
  throw new Error(`${child.spawnfile} ended before it was ready.`);
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port.');
  return address.port;
}
