import type { IncomingMessage } from 'node:http';

/** All bytes of a request, whose length its headers tell; null where its sender went away before. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
    request.once('error', () => resolve(null));
    request.once('close', () => resolve(null));
  });
}
