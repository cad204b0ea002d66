import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  id: string;
  type: string;
}

/** Another system that webhooks tell something, on this machine. */
export interface WebhookReceiver {
  url: string;
  received: readonly ReceivedMessage[];
  close(): Promise<void>;
}

export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const { type } = JSON.parse(text) as { type: string };
      received.push({ id: String(request.headers['webhook-id']), type });
      response.writeHead(200, { 'content-type': 'text/plain' }).end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rollcall`,
    received,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
