import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Not on every machine, and in no package. */
const REDIS_SERVER = 'redis-server';

export interface RedisServer {
  url: string;
  /** Null where the server is not this test's to stop. */
  restart: (() => Promise<void>) | null;
  stop(): Promise<void>;
}

/**
 * A Redis: that of `REDIS_TEST_URL`, else a `redis-server` on the path, which is started on a free port and keeps nothing.
 * Where there is neither: null, and a line on standard error.
 */
export async function openRedisServer(): Promise<RedisServer | null> {
  const given = process.env['REDIS_TEST_URL'];
  if (given) return { url: given, restart: null, stop: async () => undefined };
  if (spawnSync(REDIS_SERVER, ['--version']).status !== 0) {
    process.stderr.write(
      'SKIPPED: the tests of events over Redis. To run them set REDIS_TEST_URL, or put redis-server on the path.\n',
    );
    return null;
  }
  const port = await freePort();
  let stop = await start(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await stop();
      stop = await start(port);
    },
    stop: () => stop(),
  };
}

async function start(port: number): Promise<() => Promise<void>> {
  const child = spawn(REDIS_SERVER, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  await Promise.race([ready, ended.then(([code]) => Promise.reject(new Error(`redis-server ended with code ${code}`)))]);
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}

/** Whoever takes it in between makes the server's start fail, loudly. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
