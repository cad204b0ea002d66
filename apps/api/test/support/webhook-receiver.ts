import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedWebhook {
  id: string;
  /** Whether the signature fits id, time and body, and the time is near. */
  genuine: boolean;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
  headers: IncomingHttpHeaders;
}

export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** What it answers from now on; null: it takes the request and does not answer. */
  answerWith(status: number | null, headers?: Record<string, string>, body?: string): void;
  stop(): Promise<void>;
}

/**
 * A program that others would write to receive alerts: checks the signature as the Standard Webhooks specification tells it to.
 *
 * @param secret a function where it is known only after the address is
 */
export async function startWebhookReceiver(secret: string | (() => string)): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const reply: { status: number | null; headers: Record<string, string>; body: string } = { status: 204, headers: {}, body: '' };
  const server = createServer(async (request, response) => {
    const raw = await text(request);
    const { headers } = request;
    received.push({
      id: String(headers['webhook-id']),
      genuine: isGenuine(typeof secret === 'string' ? secret : secret(), headers, raw),
      body: JSON.parse(raw),
      headers,
    });
    if (reply.status !== null) response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/rollcall`,
    received,
    answerWith: (status, headers = {}, body = '') => void Object.assign(reply, { status, headers, body }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const FIVE_MINUTES = 5 * 60;

function isGenuine(secret: string, headers: IncomingHttpHeaders, raw: string): boolean {
  const timestamp = String(headers['webhook-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > FIVE_MINUTES) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${String(headers['webhook-id'])}.${timestamp}.${raw}`)
    .digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
