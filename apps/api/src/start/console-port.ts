import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Settings } from '../settings/settings.js';
import { portTaken } from './port-taken.js';

/**
 * The settings with the port that the console will get. It is tried before the console is told it, so that a port that is
 * taken is told like the API's, and links are right from the first on where any free port will do. Errors: `PortTakenError`.
 */
export async function withConsolePort(settings: Settings): Promise<Settings> {
  const { admin } = settings;
  if (!admin.start) return settings;
  const port = await freePort(admin.host, admin.port);
  if (port === admin.port) return settings;
  // Whoever names an address knows by which port it is reached.
  const guessed = admin.url === `http://localhost:${admin.port}`;
  const url = guessed ? `http://localhost:${port}` : admin.url;
  return { ...settings, admin: { ...admin, port, url }, peopleUrl: url ?? settings.publicUrl };
}

async function freePort(host: string, port: number): Promise<number> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw portTaken(error, port, 'ADMIN_PORT') ?? error;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : port;
}
