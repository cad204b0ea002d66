import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { webhookHeaders, webhookKey } from '../../../src/modules/alerts/webhook-signature.js';
import { changeWebhook } from '../../../src/modules/webhooks/change-webhook.js';
import { claimWebhookDeliveries } from '../../../src/modules/webhooks/claim-webhook-deliveries.js';
import { WEBHOOK_ATTEMPTS, WEBHOOK_PAUSES_MS } from '../../../src/modules/webhooks/decide-webhook-retry.js';
import { postWebhook } from '../../../src/modules/webhooks/post-webhook.js';
import { isPublicAddress } from '../../../src/modules/webhooks/public-address.js';
import { queueWebhookDeliveries } from '../../../src/modules/webhooks/queue-webhook-deliveries.js';
import { resendWebhookDelivery } from '../../../src/modules/webhooks/resend-webhook-delivery.js';
import { addProvider, recordChange, written } from '../activity/activity-world.js';
import { createWebhookWorld, type WebhookWorld } from './webhook-world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await createWebhookWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const acts = () => ({ ...world.deps, correlationId: null });
const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

describe('messages', () => {
  test('say what changed, are signed so that a receiver believes them, and are sent once', async () => {
    const { receiver } = await world.openWebhook();
    const set = await world.happen();
    await world.queue(1);
    expect(await world.deliver()).toEqual({ sent: 1, failed: 0, dead: 0 });
    expect(await world.deliver()).toEqual({ sent: 0, failed: 0, dead: 0 });
    const [delivery] = await world.deliveries();
    expect(receiver.received).toMatchObject([
      {
        id: delivery?.id,
        genuine: true,
        body: {
          type: 'course_run.changed',
          timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
          data: {
            ids: [globalId('CourseRun', world.run.id)],
            ssgRunId: world.run.ssgRunId,
            changeSetId: globalId('ChangeSet', set),
            changes: [{ entity: 'course_run', field: 'lifecycle', before: null, after: 'Active' }],
            hasMoreChanges: false,
          },
        },
      },
    ]);
    expect(delivery).toMatchObject({ status: 'sent', attempts: 1, responseStatus: 204 });
  });

  test('name nobody: names, addresses, numbers and identifiers are masked, hashes and seals left out', async () => {
    const { receiver } = await world.openWebhook();
    const secrets = {
      name: 'Invented Person',
      email: 'person@example.org',
      phone: '81234567',
      nric_hmac: 'hash-of-it',
      nric_sealed: 'seal-of-it',
    };
    await world.change([written('learner', world.deps.newId(), secrets)]);
    await world.change([
      written('course_run', world.run.id, { assigned_trainer_name: 'Trainer Invented', assigned_trainer_email: 't@example.org' }),
      written('course_run_trainer', world.deps.newId(), { trainer_name: 'Trainer Invented', trainer_email: 't@example.org' }),
    ]);
    await world.queue(2);
    await world.deliver();
    const text = JSON.stringify([receiver.received.map(({ body }) => body), await world.deliveries()]);
    for (const secret of [...Object.values(secrets), 'Trainer Invented', '"t@example.org"']) expect(text).not.toContain(secret);
    expect(text).toContain('p***@example.org');
    expect(receiver.received.every(({ genuine }) => genuine)).toBe(true);
  });

  test('of many fields tell fifty and that there are more', async () => {
    await world.openWebhook();
    const fields = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`field_${index}`, index]));
    await world.change([written('course_run', world.run.id, fields)]);
    await world.queue(1);
    const [delivery] = await world.deliveries();
    expect(delivery?.payload.data).toMatchObject({ hasMoreChanges: true });
    expect(delivery?.payload.data.changes).toHaveLength(50);
  });

  test('tell how chain runs and incidents stand', async () => {
    await world.openWebhook();
    const [run] = await world.rows<{ id: string }>(
      `INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, mode, today) VALUES ('test ' || gen_random_uuid(), $1, 'manual', 't', 'full', '2026-03-02') RETURNING id::text`,
      [world.providerId],
    );
    const id = world.deps.newId();
    await world.rows(
      `INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, first_seen_at, last_seen_at) VALUES ($1, $2, 'f', 'e', 'It broke', 'm', now(), now())`,
      [id, world.providerId],
    );
    await world.queue(2);
    expect((await world.deliveries()).map(({ payload }) => payload)).toMatchObject([
      {
        type: 'chain_run.started',
        data: { ids: [globalId('ChainRun', run?.id ?? '')], chainRun: { number: run?.id, status: 'running', dryRun: false } },
      },
      { type: 'incident.opened', data: { incidents: [{ id: globalId('Incident', id), title: 'It broke', status: 'open' }] } },
    ]);
  });

  test('are made for the kinds a webhook names, of its own provider, and from when it was made', async () => {
    await world.happen();
    await world.openWebhook({ kinds: ['trainer.changed'] });
    await world.openWebhook();
    const other = await addProvider(world.deps);
    await other.change([written('course_run', other.run.id, { lifecycle: 'Active' })]);
    await world.happen();
    await world.change([written('course_run_trainer', world.deps.newId(), { position: 0 })]);
    await world.queue(3);
    expect((await world.deliveries()).map(({ kind }) => kind).toSorted()).toEqual([
      'course_run.changed',
      'trainer.changed',
      'trainer.changed',
    ]);
  });

  test('tell nothing from before they were made, even where a long transaction holds the end of the log back', async () => {
    const long = await world.deps.database.pool.connect();
    try {
      await long.query('BEGIN');
      const { deps, providerId } = world;
      const late = await recordChange(long, { deps, providerId, ssgRunId: null }, [
        written('course_run', world.run.id, { lifecycle: 'Late' }),
      ]);
      const early = await world.happen();
      await world.openWebhook();
      const next = await world.happen();
      await long.query('COMMIT');
      await world.queue(2);
      const told = (await world.deliveries()).map(({ payload }) => payload.data['changeSetId']);
      expect(told.toSorted()).toEqual([globalId('ChangeSet', late), globalId('ChangeSet', next)].toSorted());
      expect(told).not.toContain(globalId('ChangeSet', early));
    } finally {
      await long.query('ROLLBACK');
      long.release();
    }
  });

  test('are made once by four processes at once', async () => {
    await world.openWebhook();
    for (let count = 0; count < 20; count += 1) await world.happen();
    const { signal } = new AbortController();
    await expect
      .poll(
        async () => {
          await Promise.all(Array.from({ length: 4 }, () => queueWebhookDeliveries(world.deps, signal)));
          return (await world.deliveries()).length;
        },
        { timeout: 60_000 },
      )
      .toBe(20);
    const counts = await Promise.all([world.deliver(), world.deliver(), world.deliver()]);
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(20);
  });
});

describe('failures', () => {
  test('are tried again after longer and longer pauses, under the same webhook-id, and then succeed', async () => {
    const { receiver } = await world.openWebhook();
    await world.happen();
    await world.queue(1);
    receiver.answerWith(500);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await world.deliver()).toMatchObject({ failed: 1 });
      const [row] = await world.rows<{ pause: number }>(
        'SELECT extract(epoch FROM next_attempt_at - now())::float8 AS pause FROM webhook_delivery',
      );
      pauses.push(Math.round((row?.pause ?? 0) / 60));
      await world.skipPause();
    }
    expect(pauses).toEqual([1, 5, 30]);
    expect(await world.deliveries()).toMatchObject([
      { status: 'pending', attempts: 3, responseStatus: 500, lastError: expect.stringContaining('answered 500') },
    ]);
    receiver.answerWith(200);
    expect(await world.deliver()).toMatchObject({ sent: 1 });
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received).toHaveLength(4);
  });

  test('end after the last try; what is dead is sent again by hand, as the same message', async () => {
    const { receiver } = await world.openWebhook();
    await world.happen();
    await world.queue(1);
    receiver.answerWith(410);
    await world.rows('UPDATE webhook_delivery SET attempts = $1', [WEBHOOK_PAUSES_MS.length]);
    expect(await world.deliver()).toEqual({ sent: 0, failed: 0, dead: 1 });
    const [dead] = await world.deliveries();
    expect(dead).toMatchObject({ status: 'dead', attempts: WEBHOOK_ATTEMPTS });
    expect(await world.deliver()).toMatchObject({ sent: 0 });
    receiver.answerWith(200);
    const { deliveryId } = await resendWebhookDelivery(acts(), { by: world.admin, input: { deliveryId: dead?.id ?? '' } });
    expect(deliveryId).not.toBe(dead?.id);
    expect(await world.deliver()).toMatchObject({ sent: 1 });
    expect(receiver.received.map(({ id }) => id)).toEqual([dead?.id, dead?.id]);
  });

  test('a process that dies between sending and recording sends twice, under the same webhook-id', async () => {
    const { receiver, secret } = await world.openWebhook();
    await world.happen();
    await world.queue(1);
    // What a process does before it dies: it claims, it sends, and it does not come to record.
    const [claimed] = await claimWebhookDeliveries(world.deps.database.pool, 10);
    const body = JSON.stringify(claimed?.payload);
    const headers = webhookHeaders(webhookKey(secret), { id: claimed?.messageId ?? '', at: Date.now(), body });
    await postWebhook({ url: new URL(receiver.url), headers, body, timeoutMs: 5000, allows: () => true });
    expect(await world.deliver()).toMatchObject({ sent: 0 });
    await world.skipPause();
    expect(await world.deliver()).toMatchObject({ sent: 1 });
    expect(receiver.received.map(({ id, genuine }) => ({ id, genuine }))).toEqual([
      { id: claimed?.id, genuine: true },
      { id: claimed?.id, genuine: true },
    ]);
  });

  test('a receiver that does not answer holds up its own messages alone', async () => {
    const [silent, well] = [await world.openWebhook(), await world.openWebhook()];
    for (let count = 0; count < 5; count += 1) await world.happen();
    await world.queue(10);
    silent.receiver.answerWith(null);
    expect(await world.deliver({ timeoutMs: 50 })).toEqual({ sent: 5, failed: 2, dead: 0 });
    expect(well.receiver.received).toHaveLength(5);
    expect(silent.receiver.received).toHaveLength(2);
    const errors = (await world.deliveries()).flatMap(({ lastError }) => lastError ?? []);
    expect(errors).toEqual(Array(2).fill(expect.stringContaining('did not answer within 0.05 s')));
  });

  test('for three days without one success switch the webhook off, give up what waits and raise an incident', async () => {
    const { id, receiver } = await world.openWebhook();
    await world.happen();
    await world.happen();
    await world.queue(2);
    receiver.answerWith(503);
    await world.deliver();
    await world.rows(`UPDATE webhook_endpoint SET failing_since = now() - interval '73 hours'`);
    await world.skipPause();
    await world.deliver();
    expect(await world.rows('SELECT active, disabled_reason FROM webhook_endpoint')).toEqual([
      { active: false, disabled_reason: 'Nothing has arrived there for three days.' },
    ]);
    expect((await world.deliveries()).map(({ status }) => status)).toEqual(['dead', 'dead']);
    const incidents = () => world.rows(`SELECT error_class AS class, status FROM incident`);
    expect(await incidents()).toEqual([{ class: 'WebhookSwitchedOff', status: 'open' }]);
    // What happens meanwhile is not told, then or later.
    await world.happen();
    await changeWebhook(acts(), { by: world.admin, input: { webhookId: id, active: true } });
    expect(await incidents()).toEqual([{ class: 'WebhookSwitchedOff', status: 'closed' }]);
    expect(await world.rows('SELECT active, disabled_reason, failing_since FROM webhook_endpoint')).toEqual([
      { active: true, disabled_reason: null, failing_since: null },
    ]);
  });

  test.each([500, 200])('what PostgreSQL does not take in an answer (%i) costs nobody a message', async (status) => {
    const strange = await world.openWebhook();
    const sound = await world.openWebhook();
    strange.receiver.answerWith(status, {}, 'binary: \0\0 and half a sign: \uD83D');
    await world.happen();
    await world.queue(2);
    expect(await world.deliver()).toMatchObject(status === 200 ? { sent: 2 } : { sent: 1, failed: 1 });
    expect(sound.receiver.received).toHaveLength(1);
    const excerpts = (await world.deliveries()).map(({ excerpt }) => excerpt);
    expect(excerpts).toContainEqual(expect.stringContaining('binary: \uFFFD\uFFFD'));
  });

  test('one success forgets the failures before', async () => {
    const { receiver } = await world.openWebhook();
    await world.happen();
    await world.queue(1);
    receiver.answerWith(500);
    await world.deliver();
    expect(await world.rows('SELECT failing_since IS NOT NULL AS failing FROM webhook_endpoint')).toEqual([{ failing: true }]);
    receiver.answerWith(200);
    await world.skipPause();
    await world.deliver();
    expect(await world.rows('SELECT failing_since IS NOT NULL AS failing FROM webhook_endpoint')).toEqual([{ failing: false }]);
  });
});

describe('addresses inside', () => {
  test.each(['http://127.0.0.1:1/', 'http://localhost:1/', 'http://[::1]:1/'])(
    '%s is refused where only public ones are allowed, before anything is sent',
    async (url) => {
      const post = postWebhook({ url: new URL(url), headers: {}, body: '{}', timeoutMs: 5000, allows: isPublicAddress });
      await expect(post).rejects.toThrow('has an address that is not public');
    },
  );

  test('a message to one fails with the reason, and nothing arrives', async () => {
    const { receiver } = await world.openWebhook();
    await world.happen();
    await world.queue(1);
    expect(await world.deliver({ allows: isPublicAddress })).toMatchObject({ failed: 1 });
    expect(receiver.received).toEqual([]);
    expect(await world.deliveries()).toMatchObject([{ lastError: expect.stringContaining('not public'), responseStatus: null }]);
  });

  test('a redirect is not followed', async () => {
    const [first, inside] = [await world.openWebhook(), await world.openWebhook({ kinds: ['webhook.test'] })];
    await world.happen();
    await world.queue(1);
    first.receiver.answerWith(302, { location: inside.receiver.url });
    expect(await world.deliver()).toMatchObject({ failed: 1 });
    expect(inside.receiver.received).toEqual([]);
    expect(await world.deliveries()).toMatchObject([{ lastError: expect.stringContaining('redirects (302)') }]);
  });
});
