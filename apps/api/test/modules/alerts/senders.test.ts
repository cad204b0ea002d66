import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../../../src/logger.js';
import type { AlertSettings } from '../../../src/modules/alerts/alert-settings.js';
import { createSenders } from '../../../src/modules/alerts/create-senders.js';
import { deliverPending } from '../../../src/modules/alerts/deliver-pending.js';
import { createWebhookSender } from '../../../src/modules/alerts/webhook-sender.js';
import { startSmtpServer } from '../../support/smtp-server.js';
import { startWebhookReceiver } from '../../support/webhook-receiver.js';
import { type Outbox, openOutbox } from './outbox.js';

const SECRET = `whsec_${Buffer.from('an invented secret, thirty-two b').toString('base64')}`;

let outbox: Outbox;
beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox.deps.close());
beforeEach(() => outbox.deps.database.pool.query('DELETE FROM alert_delivery'));

const sendersOf = (settings: Partial<AlertSettings>) =>
  createSenders(
    {
      from: 'Rollcall <alerts@rollcall.example.org>',
      emails: [],
      smtpUrl: null,
      captureFile: path.join(outbox.deps.settings.dataDirectory, 'mail.jsonl'),
      webhookUrl: null,
      webhookSecret: SECRET,
      ...settings,
    },
    Date.now,
  );

async function mailServer() {
  const server = await startSmtpServer();
  onTestFinished(() => server.stop());
  return server;
}

async function receiver(secret = SECRET) {
  const webhook = await startWebhookReceiver(secret);
  onTestFinished(() => webhook.stop());
  return webhook;
}

test('S4.18 an e-mail arrives at a mail server whole, from the configured sender, with a Message-ID of its own', async () => {
  const server = await mailServer();
  const id = await outbox.queue({ body: 'Invented Academy – two lines.\n.and a dot\n' });
  expect(await outbox.deliver(sendersOf({ smtpUrl: server.url }))).toMatchObject({ sent: 1 });
  expect(server.received).toMatchObject([
    {
      from: 'alerts@rollcall.example.org',
      to: 'ops@example.org',
      headers: {
        from: 'Rollcall <alerts@rollcall.example.org>',
        subject: 'Daily sync chain failed at find_runs: SSG does not answer',
        'message-id': `<${id}@rollcall.example.org>`,
        'auto-submitted': 'auto-generated',
        'x-rollcall-alert': 'chain_failed',
      },
    },
  ]);
  expect(server.received[0]?.text.replaceAll('\r\n', '\n').trimEnd()).toBe('Invented Academy – two lines.\n.and a dot');
});

test.each(['450 4.2.1 try later', '550 5.1.1 no such user'] as const)(
  'a mail server that says %j fails the attempt, and the next one brings the same Message-ID',
  async (answer) => {
    const server = await mailServer();
    server.refuseWith(answer);
    const senders = sendersOf({ smtpUrl: server.url });
    const id = await outbox.queue();
    expect(await outbox.deliver(senders)).toMatchObject({ failed: 1 });
    expect((await outbox.row(id)).lastError).toContain(answer);
    server.refuseWith(null);
    await outbox.skipPause();
    expect(await outbox.deliver(senders)).toMatchObject({ sent: 1 });
    expect(server.received.map(({ headers }) => headers['message-id'])).toEqual([`<${id}@rollcall.example.org>`]);
  },
);

test('a mail server that is down fails the attempt', async () => {
  const server = await startSmtpServer();
  await server.stop();
  const id = await outbox.queue();
  expect(await outbox.deliver(sendersOf({ smtpUrl: server.url }))).toMatchObject({ failed: 1 });
  expect((await outbox.row(id)).lastError).toContain('ECONNREFUSED');
});

test('a password is not sent to another machine without encryption, nor told in the reason', async () => {
  const server = await mailServer();
  const id = await outbox.queue();
  // 127.1 is this machine too, and not one of the names by which that is known.
  const smtpUrl = server.url.replace('127.0.0.1', 'user:invented-password@127.1');
  expect(await outbox.deliver(sendersOf({ smtpUrl }))).toMatchObject({ failed: 1 });
  expect((await outbox.row(id)).lastError).toMatch(/STARTTLS/i);
  expect((await outbox.row(id)).lastError).not.toContain('invented-password');
});

test('a line break in a subject or a name is no way to write headers', async () => {
  const server = await mailServer();
  await outbox.queue({ subject: 'failed: bad\r\nBcc: other@example.org' });
  await outbox.deliver(sendersOf({ smtpUrl: server.url }));
  expect(server.received.map(({ to, headers }) => [to, headers['bcc']])).toEqual([['ops@example.org', undefined]]);
});

test('without a mail server an e-mail is a line of a file that only its owner reads', async () => {
  const captureFile = path.join(outbox.deps.settings.dataDirectory, 'not-there-yet', 'mail.jsonl');
  const ids = [await outbox.queue(), await outbox.queue({ data: { chainRunId: '42' } })];
  expect(await outbox.deliver(sendersOf({ captureFile }))).toMatchObject({ sent: 2 });
  const lines = (await readFile(captureFile, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ messageId }) => messageId).toSorted()).toEqual(ids.map((id) => `<${id}@rollcall.example.org>`).toSorted());
  expect(lines[0]).toMatchObject({ to: 'ops@example.org', kind: 'chain_failed', text: 'What to do: try again later.\n' });
  expect((await stat(captureFile)).mode & 0o077).toBe(0);
});

test('a webhook arrives signed, and the receiver can tell it from a forged one', async () => {
  const webhook = await receiver();
  const id = await outbox.queue({
    channel: 'webhook',
    recipient: webhook.url,
    data: { chainRunId: '42', id: 'not the message' },
  });
  expect(await outbox.deliver(sendersOf({}))).toMatchObject({ sent: 1 });
  expect(webhook.received).toMatchObject([
    {
      id,
      genuine: true,
      body: {
        type: 'chain_failed',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        data: { id, chainRunId: '42', text: 'What to do: try again later.\n' },
      },
    },
  ]);
  const other = await receiver(`whsec_${Buffer.alloc(32).toString('base64')}`);
  await outbox.queue({ channel: 'webhook', recipient: other.url });
  await outbox.deliver(sendersOf({}));
  expect(other.received).toMatchObject([{ genuine: false }]);
});

test('a webhook that answers 500 or redirects is tried again under the same id, and the redirect is not followed', async () => {
  const [webhook, elsewhere] = [await receiver(), await receiver()];
  const id = await outbox.queue({ channel: 'webhook', recipient: webhook.url });
  webhook.answerWith(500);
  expect(await outbox.deliver(sendersOf({}))).toMatchObject({ failed: 1 });
  expect((await outbox.row(id)).lastError).toMatch(/answered 500/);
  await outbox.skipPause();
  webhook.answerWith(307, { location: elsewhere.url });
  expect(await outbox.deliver(sendersOf({}))).toMatchObject({ failed: 1 });
  expect((await outbox.row(id)).lastError).toMatch(/redirects \(307\)/);
  await outbox.skipPause();
  webhook.answerWith(200);
  expect(await outbox.deliver(sendersOf({}))).toMatchObject({ sent: 1 });
  expect(webhook.received.map((received) => [received.id, received.genuine])).toEqual(
    Array.from({ length: 3 }, () => [id, true]),
  );
  expect(elsewhere.received).toEqual([]);
});

test('a webhook that does not answer is given up after its time; one that is not there at once', async () => {
  const webhook = await receiver();
  webhook.answerWith(null);
  const impatient = { ...sendersOf({}), webhook: createWebhookSender({ secret: SECRET, now: Date.now, timeoutMs: 50 }) };
  const id = await outbox.queue({ channel: 'webhook', recipient: webhook.url });
  expect(await outbox.deliver(impatient)).toMatchObject({ failed: 1 });
  expect((await outbox.row(id)).lastError).toMatch(/did not answer within 0.05 s/);
  const gone = await startWebhookReceiver(SECRET);
  await gone.stop();
  const other = await outbox.queue({ channel: 'webhook', recipient: gone.url });
  expect(await outbox.deliver(impatient)).toMatchObject({ failed: 1 });
  expect((await outbox.row(other)).lastError).toMatch(/could not be reached \(ECONNREFUSED\)/);
});

test('logs and reasons name neither secrets, recipients nor the path of a webhook', async () => {
  const webhook = await receiver();
  webhook.answerWith(500);
  const id = await outbox.queue({ channel: 'webhook', recipient: `${webhook.url}/a-secret-path?token=abc` });
  await outbox.queue({ recipient: 'person@example.org' });
  const lines: string[] = [];
  const log = createLogger({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const { pool } = outbox.deps.database;
  await deliverPending({ pool, deps: { log }, senders: sendersOf({}), signal: new AbortController().signal });
  const text = `${lines.join('')}${(await outbox.row(id)).lastError}`;
  expect(lines.map((line) => JSON.parse(line).event).toSorted()).toEqual(['alert_failed', 'alert_sent']);
  for (const secret of [SECRET.slice(6), 'a-secret-path', 'token', 'person@example.org']) expect(text).not.toContain(secret);
});

test('without a secret, and to an address that is not encrypted, nothing is posted', async () => {
  const webhook = await receiver();
  const unsigned = await outbox.queue({ channel: 'webhook', recipient: webhook.url });
  expect(await outbox.deliver(sendersOf({ webhookSecret: null }))).toMatchObject({ failed: 1 });
  expect((await outbox.row(unsigned)).lastError).toContain('no secret');
  const plain = await outbox.queue({ channel: 'webhook', recipient: 'http://hooks.example.org/rollcall' });
  expect(await outbox.deliver(sendersOf({}))).toMatchObject({ failed: 1 });
  expect((await outbox.row(plain)).lastError).toContain('http://');
  expect(webhook.received).toEqual([]);
});
