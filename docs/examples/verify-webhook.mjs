// Receives messages of a webhook, believes only those that Rollcall signed, and takes each once. Node 20 or newer, no packages.
// SECRET=whsec_… PORT=8080 node verify-webhook.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { SECRET = '', PORT = '8080' } = process.env;
const key = Buffer.from(SECRET.replace(/^whsec_/, ''), 'base64');
// With an empty secret everybody could sign.
if (key.length < 24) throw new Error('SECRET must be the secret that webhookCreate told: whsec_…');

/** True where Rollcall signed the message at most five minutes ago. `body` is the text as it came, byte by byte. */
function isGenuine(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': signatures = '' } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(sentAt)) <= 300)) return false;
  const expected = createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest();
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Messages that were taken; keep these where a restart does not forget them. */
const taken = new Set();

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  if (!isGenuine(request.headers, body)) return response.writeHead(401).end();
  const id = request.headers['webhook-id'];
  if (!taken.has(id)) {
    const { type, data } = JSON.parse(body);
    console.log(type, JSON.stringify(data));
    taken.add(id);
  }
  response.writeHead(204).end();
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
