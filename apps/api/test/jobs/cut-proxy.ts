import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP way to a server that a test can cut and mend. */
export interface CutProxy {
  port: number;
  /** Breaks every connection and takes no new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openCutProxy(targetPort: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Either side may break off; the other one is told by its own end.
    socket.on('error', () => undefined);
    return socket;
  };
  const server = createServer((socket) => {
    const target = keep(connect(targetPort, '127.0.0.1'));
    keep(socket).pipe(target).pipe(socket);
    socket.on('close', () => target.destroy());
    target.on('close', () => socket.destroy());
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port.');
  const { port } = address;
  return { port, cut, mend: () => listen(port), close: cut };
}
