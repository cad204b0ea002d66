import { EventEmitter, once } from 'node:events';
import { DELIVERY_ATTEMPTS } from '@rollcall/domain/incident/alert-delivery';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimDeliveries } from '../../../src/modules/alerts/claim-deliveries.js';
import { deliverPending } from '../../../src/modules/alerts/deliver-pending.js';
import { requeueDelivery } from '../../../src/modules/alerts/requeue-delivery.js';
import type { OutgoingMessage, Senders } from '../../../src/modules/alerts/sender.js';
import { type Outbox, openOutbox } from './outbox.js';

let outbox: Outbox;
beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox.deps.close());
beforeEach(() => outbox.deps.database.pool.query('DELETE FROM alert_delivery'));

/** Both channels by one function. */
const sending = (send: (message: OutgoingMessage) => Promise<void>): Senders => ({ email: send, webhook: send });

const recorder = () => {
  const sent: string[] = [];
  return { sent, senders: sending(async ({ id }) => void sent.push(id)) };
};

const refusing = sending(async () => {
  throw new Error('450 try later');
});

test('what is due is sent once and marked; what is sent is not sent again', async () => {
  const id = await outbox.queue({ data: { chainRunId: '42' } });
  const messages: OutgoingMessage[] = [];
  const senders = sending(async (message) => void messages.push(message));
  expect(await outbox.deliver(senders)).toEqual({ sent: 1, failed: 0, dead: 0 });
  expect(await outbox.deliver(senders)).toEqual({ sent: 0, failed: 0, dead: 0 });
  expect(messages).toMatchObject([
    { id, recipient: 'ops@example.org', body: 'What to do: try again later.\n', data: { chainRunId: '42' } },
  ]);
  expect(await outbox.row(id)).toMatchObject({ status: 'sent', attempts: 1, sentAt: expect.any(Number) });
});

test('a message whose transaction is rolled back is never sent', async () => {
  const { pool } = outbox.deps.database;
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO alert_delivery (id, kind, channel, recipient, subject, body) VALUES ($1, 'digest', 'email', 'ops@example.org', '', '')`,
    [outbox.deps.newId()],
  );
  await client.query('ROLLBACK');
  client.release();
  expect(await outbox.deliver(recorder().senders)).toMatchObject({ sent: 0 });
});

test('the same id put in twice is one message', async () => {
  const id = await outbox.queue();
  await outbox.queue({ id, subject: 'again' });
  const { sent, senders } = recorder();
  await outbox.deliver(senders);
  expect(sent).toEqual([id]);
});

test('two deliverers at once send each of forty messages once', async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, () => outbox.queue()));
  const { sent, senders } = recorder();
  const counts = await Promise.all([outbox.deliver(senders), outbox.deliver(senders), outbox.deliver(senders)]);
  expect(sent.toSorted()).toEqual(ids.toSorted());
  expect(counts.reduce((sum, count) => sum + count.sent, 0)).toBe(40);
});

test('a crash between sending and marking sends the message twice, under the same id', async () => {
  const id = await outbox.queue();
  const { sent, senders } = recorder();
  // What a process does before it dies: it claims, it sends, and it does not come to mark.
  for (const message of await claimDeliveries(outbox.deps.database.pool, 5)) await senders[message.channel](message);
  expect(await outbox.deliver(senders)).toMatchObject({ sent: 0 });
  expect(await outbox.row(id)).toMatchObject({ status: 'pending', attempts: 1 });
  await outbox.skipPause();
  expect(await outbox.deliver(senders)).toMatchObject({ sent: 1 });
  expect(sent).toEqual([id, id]);
});

test('a refused message waits longer each time, does not hold up others, and keeps the reason', async () => {
  const id = await outbox.queue();
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect(await outbox.deliver(refusing)).toEqual({ sent: 0, failed: 1, dead: 0 });
    const { rows } = await outbox.deps.database.pool.query(
      'SELECT extract(epoch FROM next_attempt_at - now())::float8 AS pause FROM alert_delivery',
    );
    pauses.push(rows[0].pause);
    expect(await outbox.row(id)).toMatchObject({ status: 'pending', attempts: attempt, lastError: '450 try later' });
    await outbox.skipPause();
  }
  expect(pauses.map((pause) => Math.round(pause / 30))).toEqual([1, 2, 4]);
  const other = await outbox.queue();
  const { sent, senders } = recorder();
  await outbox.deliver(sending((message) => (message.id === id ? refusing.email(message) : senders.email(message))));
  expect(sent).toEqual([other]);
});

test('bug 28 after the last attempt a message is dead and stays so until it is requeued', async () => {
  const id = await outbox.queue();
  await outbox.deps.database.pool.query('UPDATE alert_delivery SET attempts = $1', [DELIVERY_ATTEMPTS - 1]);
  expect(await requeueDelivery(outbox.deps.database.pool, id)).toMatchObject({
    kind: 'refused',
    reason: 'The message has not been given up yet.',
  });
  expect(await outbox.deliver(refusing)).toEqual({ sent: 0, failed: 0, dead: 1 });
  expect(await outbox.row(id)).toMatchObject({ status: 'dead', attempts: DELIVERY_ATTEMPTS });
  const { sent, senders } = recorder();
  expect(await outbox.deliver(senders)).toMatchObject({ sent: 0 });
  expect(await requeueDelivery(outbox.deps.database.pool, id)).toEqual({ kind: 'requeued' });
  expect(await outbox.row(id)).toMatchObject({ status: 'pending', attempts: 0 });
  expect(await outbox.deliver(senders)).toMatchObject({ sent: 1 });
  expect(sent).toEqual([id]);
  expect(await requeueDelivery(outbox.deps.database.pool, id)).toMatchObject({
    kind: 'refused',
    reason: 'The message was sent.',
  });
  expect(await requeueDelivery(outbox.deps.database.pool, outbox.deps.newId())).toMatchObject({ kind: 'refused' });
});

test('a message that kills each of its senders is given up without another attempt', async () => {
  const id = await outbox.queue();
  for (let crash = 1; crash <= DELIVERY_ATTEMPTS; crash++) {
    expect(await claimDeliveries(outbox.deps.database.pool, 5)).toHaveLength(1);
    await outbox.skipPause();
  }
  const { sent, senders } = recorder();
  expect(await outbox.deliver(senders)).toEqual({ sent: 0, failed: 0, dead: 1 });
  expect(sent).toEqual([]);
  expect(await outbox.row(id)).toMatchObject({ status: 'dead', lastError: expect.stringContaining('process ended') });
});

test('a deliverer that comes too late to fail overwrites nothing of the one that took its message over', async () => {
  const id = await outbox.queue();
  const line = new EventEmitter();
  const begun = once(line, 'begun');
  const slow = outbox.deliver(
    sending(async () => {
      const broken = once(line, 'broken');
      line.emit('begun');
      await broken;
      throw new Error('connection lost');
    }),
  );
  await begun;
  await outbox.skipPause();
  expect(await outbox.deliver(recorder().senders)).toMatchObject({ sent: 1 });
  line.emit('broken');
  await slow;
  expect(await outbox.row(id)).toMatchObject({ status: 'sent', lastError: null });
});

test('when the signal fires, what is under way is finished and nothing more is begun', async () => {
  await Promise.all(Array.from({ length: 12 }, () => outbox.queue()));
  const stopping = new AbortController();
  const { sent, senders } = recorder();
  const stopped = sending(async (message) => {
    stopping.abort();
    await senders.email(message);
  });
  const { pool } = outbox.deps.database;
  const counts = await deliverPending({ pool, deps: outbox.deps, senders: stopped, signal: stopping.signal });
  expect(counts.sent).toBe(sent.length);
  expect(counts.sent).toBeLessThan(12);
  expect(await outbox.deliver(senders)).toMatchObject({ sent: 12 - counts.sent });
});
