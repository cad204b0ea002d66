import { createServer } from 'node:net';
import { codeOf, EmbeddedPostgresError } from './errors.js';

const host = '127.0.0.1';

/** A port nobody listens on at this moment. Another program may take it before the server does, so callers must be ready to ask again. */
export function findFreePort(): Promise<number> {
  return listenOnce(0);
}

/** Whether anybody could listen on the port at this moment. */
export async function isPortFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return false;
    throw error;
  }
}

export function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'port-taken',
    `Port ${port} of ${host} is used by another program.`,
    'Stop that program, give another port, or give none to have a free one chosen.',
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port was given')),
      );
    });
  });
}
