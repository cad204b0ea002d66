import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A console as the start expects one: it listens where it is told, relays pages to the API with the caller's address, and
 * ends with SIGTERM or with whoever started it. `/environment` shows what it was handed, `/die` ends it.
 */
const PROGRAM = `
import { createServer, request } from 'node:http';
const { ADMIN_HOST, ADMIN_PORT, ADMIN_KEY, API_URL } = process.env;
const server = createServer((asked, answer) => {
  if (asked.url === '/healthz') return answer.end('ok');
  if (asked.url === '/environment') return answer.end(JSON.stringify(process.env));
  if (asked.url === '/die') process.exit(7);
  const before = asked.headers['x-forwarded-for'];
  const seen = asked.socket.remoteAddress;
  const headers = { ...asked.headers, 'x-forwarded-for': before ? before + ', ' + seen : seen, 'x-rollcall-console': ADMIN_KEY };
  const relayed = request(API_URL + asked.url, { method: asked.method, headers }, (from) => {
    answer.writeHead(from.statusCode, from.headers);
    from.pipe(answer);
  });
  relayed.on('error', () => answer.writeHead(503).end());
  asked.pipe(relayed);
});
server.listen(Number(ADMIN_PORT), ADMIN_HOST);
const end = () => process.exit(0);
process.on('SIGTERM', end);
process.on('disconnect', end);
`;

/** Writes the program into a folder, and gives its path. */
export function writeFakeConsole(folder: string, program = PROGRAM): string {
  const file = path.join(folder, 'fake-console.mjs');
  writeFileSync(file, program);
  return file;
}
