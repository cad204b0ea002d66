import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/** A server that does nothing but hold a port. */
export async function occupyPort(): Promise<{ port: number; leave(): Promise<void> }> {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    port: address.port,
    leave: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Ports that nobody listens on now, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => occupyPort()));
  await Promise.all(held.map(({ leave }) => leave()));
  return held.map(({ port }) => port);
}

/** Whether somebody answers on a port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
