import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { deliverWebhooks } from '../../src/modules/webhooks/deliver-webhooks.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';
import { ask } from './ask.js';
import { createExample, type Example } from './example-data.js';

const CREATE = `mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) {
  ... on WebhookCreateSuccess { secret webhook { id url kinds active version createdBy } }
  ... on ActError { code message remedy path } } }`;
const UPDATE = `mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) {
  ... on WebhookUpdateSuccess { webhook { id url kinds description active version } }
  ... on ActError { code path } ... on StaleVersionError { currentVersion } } }`;
const act = (name: string, success: string) => `mutation ($input: ${name === 'Test' ? 'WebhookTestInput' : 'WebhookInput'}!) {
  webhook${name}(input: $input) { ... on Webhook${name}Success { ${success} } ... on ActError { code path } } }`;
const REMOVE = act('Remove', 'webhookId');
const ROTATE = act('SecretRotate', 'secret webhook { id version }');
const TEST = act('Test', 'delivery { id kind status messageId }');
const RESEND = `mutation ($input: WebhookDeliveryResendInput!) { webhookDeliveryResend(input: $input) {
  ... on WebhookDeliveryResendSuccess { delivery { id messageId resentFromId status } } ... on ActError { code path } } }`;
const LIST = `query ($provider: String) { webhooks(provider: $provider) { totalCount nodes { id url kinds } } }`;
const DELIVERIES = `query ($filter: WebhookDeliveryFilter) { webhookDeliveries(filter: $filter) { totalCount nodes {
  id kind status attempts lastError responseStatus responseExcerpt payload webhook { id url } } } }`;
const URL_OF_IT = 'https://hooks.example.org/rollcall/with-a-secret-path';

interface Webhook {
  id: string;
  url: string;
  version: number;
}
interface Failure {
  code?: string;
  path?: string[];
}

const callers = knownCallers();
let api: TestApi;
let mine: Example;
let theirs: Example;
let admin: Principal;
let auditor: Principal;
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  mine = await createExample(api.deps, 1, '201000001A');
  theirs = await createExample(api.deps, 1, '201000002B');
  admin = somebody(api.deps.newId(), mine.providerId, 'admin');
  auditor = somebody(api.deps.newId(), mine.providerId, 'auditor');
});
afterAll(() => api.close());

/** The answer to the one field of an operation. */
async function answer<Answer>(query: string, input: object, by: Principal = admin): Promise<Answer & Failure> {
  const { data, errors, text } = await ask(
    api,
    query,
    'input' in input || query.startsWith('query') ? { ...input } : { input },
    callers.as(by),
  );
  if (errors || !data) throw new Error(text);
  return Object.values(data)[0] as Answer & Failure;
}

const create = async (more: object = {}, by = admin) =>
  answer<{ secret: string | null; webhook: Webhook }>(CREATE, { provider: '201000001A', url: URL_OF_IT, ...more }, by);

const rows = async (sql: string, values: unknown[] = []) => (await api.deps.database.pool.query(sql, values)).rows;

test('the secret is told once, and kept nowhere in the clear: not in rows, audit, idempotency keys or logs', async () => {
  const input = { provider: '201000001A', url: URL_OF_IT, kinds: ['TRAINER_CHANGED'], idempotencyKey: 'once' };
  const first = await answer<{ secret: string; webhook: Webhook }>(CREATE, input);
  expect(first.secret).toMatch(/^whsec_/);
  expect(first.webhook).toMatchObject({
    url: URL_OF_IT,
    kinds: ['TRAINER_CHANGED'],
    active: true,
    createdBy: 'admin@example.org',
  });
  const again = await answer<{ secret: string | null; webhook: Webhook }>(CREATE, input);
  expect(again).toMatchObject({ secret: null, webhook: { id: first.webhook.id } });
  const rotated = await answer<{ secret: string }>(ROTATE, { webhookId: first.webhook.id, expectedVersion: 1 });
  expect(rotated.secret).toMatch(/^whsec_/);
  expect(rotated.secret).not.toBe(first.secret);
  const kept = JSON.stringify([
    await rows('SELECT * FROM webhook_endpoint'),
    await rows('SELECT * FROM audit_trail'),
    await rows('SELECT * FROM idempotency_key'),
    api.logged,
  ]);
  for (const secret of [first.secret, rotated.secret]) expect(kept).not.toContain(secret.slice('whsec_'.length));
  expect(await rows(`SELECT action, actor_name AS by FROM audit_trail WHERE entity_type = 'webhook' ORDER BY id`)).toEqual([
    { action: 'webhook.create', by: 'admin@example.org' },
    { action: 'webhook.rotate_secret', by: 'admin@example.org' },
  ]);
  expect(await rows(`SELECT after FROM audit_trail WHERE action = 'webhook.create'`)).toMatchObject([
    { after: { url: 'https://hooks.example.org/***' } },
  ]);
});

test('S1.25 asked again under its key, what is gone is not found, and who may less is told nothing', async () => {
  const both = [mine, theirs].flatMap(({ providerId }) => somebody('', providerId, 'admin').grants);
  const by = { ...admin, id: api.deps.newId(), grants: both };
  const wish = { idempotencyKey: 'gone' };
  const { webhook } = await create(wish, by);
  const trial = { webhookId: webhook.id, ...wish };
  expect(await answer(TEST, trial, by)).toHaveProperty('delivery.id');
  const less = { ...by, grants: [...auditor.grants, ...both.slice(1)] };
  for (const now of [less, { ...by, grants: both.slice(1) }]) {
    expect(await create(wish, now)).toMatchObject({ code: 'FORBIDDEN', remedy: expect.stringMatching(/\w/) });
    expect(await answer(TEST, trial, now)).toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await create(wish, by)).toMatchObject({ webhook: { id: webhook.id }, secret: null });
  const remove = { webhookId: webhook.id, idempotencyKey: 'remove' };
  expect(await answer(REMOVE, remove, by)).toEqual(await answer(REMOVE, remove, by));
  expect(await create(wish, by)).toMatchObject({ code: 'NOT_FOUND', remedy: expect.stringMatching(/\w/) });
  expect(await answer(TEST, trial, by)).toMatchObject({ code: 'NOT_FOUND' });
});

test('an auditor sees webhooks with the host of their address alone, and changes none', async () => {
  await create();
  const list = await answer<{ nodes: Webhook[] }>(LIST, { provider: '201000001A' }, auditor);
  expect(new Set(list.nodes.map(({ url }) => url))).toEqual(new Set(['https://hooks.example.org/***']));
  for (const [query, input] of [
    [CREATE, { provider: '201000001A', url: URL_OF_IT }],
    [REMOVE, { webhookId: list.nodes[0]?.id }],
  ] as const) {
    const { errors } = await ask(api, query, { input }, callers.as(auditor));
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});

test('S1.25 another provider’s webhooks and messages are as those that do not exist', async () => {
  const { webhook } = await create();
  const stranger = somebody(api.deps.newId(), theirs.providerId, 'admin');
  const nobody = Buffer.from(`Webhook:${api.deps.newId()}`).toString('base64');
  const refusals = [];
  for (const webhookId of [webhook.id, nobody, 'nonsense'])
    for (const query of [UPDATE, REMOVE, ROTATE, TEST]) refusals.push(await answer(query, { webhookId }, stranger));
  expect(new Set(refusals.map((refusal) => JSON.stringify(refusal)))).toEqual(
    new Set([JSON.stringify({ code: 'NOT_FOUND', path: ['input', 'webhookId'] })]),
  );
  expect(await create({}, stranger)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'provider'] });
  expect(await create({ provider: 'no such UEN' })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'provider'] });
  expect(await answer(LIST, {}, stranger)).toMatchObject({ totalCount: 0 });
  await answer(TEST, { webhookId: webhook.id });
  expect(await answer(DELIVERIES, {}, stranger)).toMatchObject({ totalCount: 0 });
  const { data } = await ask(api, 'query ($id: ID!) { node(id: $id) { id } }', { id: webhook.id }, callers.as(stranger));
  expect(data).toEqual({ node: null });
});

test.each([
  ['http://hooks.example.org/', 'begins with http://'],
  ['ftp://hooks.example.org/', 'begins with ftp://'],
  ['https://user:password@hooks.example.org/', 'user name or password'],
  ['hooks.example.org', 'no URL'],
])('the address %j is refused', async (url, why) => {
  expect(await create({ url })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['input', 'url'],
    message: expect.stringContaining(why),
  });
});

test('is changed, one version at a time', async () => {
  const { webhook } = await create();
  const change = { webhookId: webhook.id, expectedVersion: 1, kinds: ['INCIDENT_OPENED'], description: ' For the board. ' };
  expect(await answer(UPDATE, change)).toMatchObject({
    webhook: { url: URL_OF_IT, kinds: ['INCIDENT_OPENED'], description: 'For the board.', active: true, version: 2 },
  });
  expect(await answer(UPDATE, change)).toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
  expect(await answer(UPDATE, { webhookId: webhook.id, description: 'x'.repeat(501) })).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await answer(REMOVE, { webhookId: webhook.id })).toEqual({ webhookId: webhook.id });
  expect(await answer(REMOVE, { webhookId: webhook.id })).toMatchObject({ code: 'NOT_FOUND' });
});

/** What a worker does. */
const deliver = () => deliverWebhooks(api.deps, { signal: new AbortController().signal });

test('a test message arrives with a signature that is believed; it is sent again as the same message', async () => {
  const secret = { now: '' };
  const receiver = await startWebhookReceiver(() => secret.now);
  onTestFinished(() => receiver.stop());
  const { webhook, ...made } = await create({ url: receiver.url });
  secret.now = made.secret ?? '';
  const { delivery } = await answer<{ delivery: { id: string; messageId: string } }>(TEST, { webhookId: webhook.id });
  expect(delivery).toMatchObject({ kind: 'WEBHOOK_TEST', status: 'PENDING' });
  expect(await answer(RESEND, { deliveryId: delivery.id })).toMatchObject({ code: 'REFUSED' });
  await rows(`DELETE FROM webhook_delivery WHERE endpoint_id <> $1`, [Buffer.from(webhook.id, 'base64').toString().slice(8)]);
  expect(await deliver()).toMatchObject({ sent: 1 });
  const again = await answer<{ delivery: object }>(RESEND, { deliveryId: delivery.id });
  expect(again.delivery).toMatchObject({ messageId: delivery.messageId, resentFromId: delivery.id });
  expect(await deliver()).toMatchObject({ sent: 1 });
  const arrived = {
    id: delivery.messageId,
    genuine: true,
    body: { type: 'webhook.test', data: { message: 'This webhook works.' } },
  };
  expect(receiver.received).toMatchObject([arrived, arrived]);
  const list = await answer<{ nodes: object[] }>(DELIVERIES, {
    filter: { webhookId: webhook.id, kind: 'WEBHOOK_TEST', status: 'SENT' },
  });
  expect(list).toMatchObject({ totalCount: 2 });
  expect(list.nodes[0]).toMatchObject({
    status: 'SENT',
    attempts: 1,
    responseStatus: 204,
    lastError: null,
    webhook: { id: webhook.id },
  });
});

test('switched off, it gives up what waits, and sends no test', async () => {
  const { webhook } = await create();
  await answer(TEST, { webhookId: webhook.id });
  await answer(UPDATE, { webhookId: webhook.id, active: false });
  expect(await answer(DELIVERIES, { filter: { webhookId: webhook.id } })).toMatchObject({
    nodes: [{ status: 'DEAD', lastError: 'The webhook was switched off.' }],
  });
  expect(await answer(TEST, { webhookId: webhook.id })).toMatchObject({ code: 'REFUSED' });
});

test('a provider has twenty at most', async () => {
  const boss = somebody(api.deps.newId(), theirs.providerId, 'admin');
  const made = [];
  for (let count = 0; count < 21; count += 1) made.push(await create({ provider: '201000002B' }, boss));
  expect(made.filter(({ code }) => code === undefined)).toHaveLength(20);
  expect(made.at(-1)).toMatchObject({ code: 'REFUSED' });
});
