import { globalIdOf, rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, type GraphqlContext, principalOf } from '../../graphql/context.js';
import { changeWebhook } from './change-webhook.js';
import { createWebhook } from './create-webhook.js';
import { removeWebhook } from './remove-webhook.js';
import { resendWebhookDelivery } from './resend-webhook-delivery.js';
import { rotateWebhookSecret } from './rotate-webhook-secret.js';
import { sendWebhookTest } from './send-webhook-test.js';
import { Webhook, WebhookKind } from './webhook.graphql.js';
import type { TellsSecret } from './webhook-act.js';
import { WebhookDelivery } from './webhook-delivery.graphql.js';

const partsOf = (context: GraphqlContext) => ({ ...actDependencies(context), settings: context.settings });

const idempotencyKey = 'A text of your own for this request: asking again with it answers the same and does nothing.';
const expectedVersion = 'The version that you read: where it is another one by now, nothing is done.';
const SECRET =
  'The secret that signs messages, `whsec_…`. It is told this once, so keep it; null where the same request was answered before, under its idempotency key.';

const findWebhook = (query: object, id: string, { database }: GraphqlContext) =>
  database.prisma.webhookEndpoint.findUniqueOrThrow({ ...query, where: { id } });

const secretSuccess = (name: string, description: string) =>
  builder.objectRef<TellsSecret>(name).implement({
    description,
    fields: (t) => ({
      webhook: t.prismaField({
        type: Webhook,
        description: 'The webhook as it is now.',
        resolve: (query, { webhookId }, _args, context) => findWebhook(query, webhookId, context),
      }),
      secret: t.exposeString('secret', { nullable: true, description: SECRET }),
    }),
  });

const deliverySuccess = (name: string, description: string) =>
  builder.objectRef<{ deliveryId: string }>(name).implement({
    description,
    fields: (t) => ({
      delivery: t.prismaField({
        type: WebhookDelivery,
        description: 'The message, which is sent within seconds; ask for it again to see what became of it.',
        resolve: (query, { deliveryId }, _args, { database }) =>
          database.prisma.webhookDelivery.findUniqueOrThrow({ ...query, where: { id: deliveryId } }),
      }),
    }),
  });

const WebhookCreateInput = builder.inputType('WebhookCreateInput', {
  description: 'A new webhook.',
  fields: (t) => ({
    provider: t.string({ required: true, description: 'UEN of the provider.' }),
    url: t.string({
      required: true,
      description: 'Where messages go: https, at an address of the internet; on a local installation http to this machine too.',
    }),
    kinds: t.field({ type: [WebhookKind.ref], description: 'What it is told; left out or empty: everything.' }),
    description: t.string({ description: 'What it is for, in at most 500 characters.' }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

builder.mutationField('webhookCreate', (t) =>
  t.field({
    authScopes: { may: 'webhook.manage' },
    type: actResult(
      'WebhookCreateResult',
      { name: 'WebhookCreateSuccess', ref: secretSuccess('WebhookCreateSuccess', 'The webhook was made.') },
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN'],
    ),
    description: 'Makes a webhook that is told what happens from now on, and tells its secret this once.',
    args: { input: t.arg({ type: WebhookCreateInput, required: true, description: 'The webhook.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() => {
        const { provider, url, kinds, description } = input;
        return createWebhook(partsOf(context), {
          by: principalOf(context),
          idempotencyKey: input.idempotencyKey,
          input: { provider, url, kinds: kinds ?? [], description: description ?? null },
        });
      }),
  }),
);

const WebhookUpdateInput = builder.inputType('WebhookUpdateInput', {
  description: 'What is changed of a webhook; what is left out stays.',
  fields: (t) => ({
    webhookId: t.id({ required: true, description: 'Global id of the webhook.' }),
    url: t.string({ description: 'Where messages go.' }),
    kinds: t.field({ type: [WebhookKind.ref], description: 'What it is told; empty: everything.' }),
    description: t.string({ description: 'What it is for; an empty text: nothing any more.' }),
    active: t.boolean({
      description:
        'Whether messages are sent. Switched off, what waits is given up; what happens until it is switched on is not told.',
    }),
    expectedVersion: t.int({ description: expectedVersion }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

const WebhookUpdateSuccess = builder.objectRef<{ webhookId: string }>('WebhookUpdateSuccess').implement({
  description: 'The webhook was changed.',
  fields: (t) => ({
    webhook: t.prismaField({
      type: Webhook,
      description: 'The webhook as it is now.',
      resolve: (query, { webhookId }, _args, context) => findWebhook(query, webhookId, context),
    }),
  }),
});

builder.mutationField('webhookUpdate', (t) =>
  t.field({
    authScopes: { may: 'webhook.manage' },
    type: actResult('WebhookUpdateResult', { name: 'WebhookUpdateSuccess', ref: WebhookUpdateSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'FORBIDDEN',
      'STALE_VERSION',
    ]),
    description: 'Changes a webhook, or switches it off or on.',
    args: { input: t.arg({ type: WebhookUpdateInput, required: true, description: 'Which webhook, and what of it.' }) },
    resolve: (_root, { input: { idempotencyKey: key, webhookId, ...change } }, context) =>
      answerAct(() =>
        changeWebhook(partsOf(context), {
          by: principalOf(context),
          idempotencyKey: key,
          input: { ...change, webhookId: rowIdOf('Webhook', String(webhookId)) },
        }),
      ),
  }),
);

const WebhookInput = builder.inputType('WebhookInput', {
  description: 'One webhook.',
  fields: (t) => ({
    webhookId: t.id({ required: true, description: 'Global id of the webhook.' }),
    expectedVersion: t.int({ description: expectedVersion }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

const WebhookRemoveSuccess = builder.objectRef<{ webhookId: string }>('WebhookRemoveSuccess').implement({
  description: 'The webhook is gone, with its messages.',
  fields: (t) => ({
    webhookId: t.id({ description: 'Global id that it had.', resolve: ({ webhookId }) => globalIdOf('Webhook', webhookId) }),
  }),
});

builder.mutationField('webhookRemove', (t) =>
  t.field({
    authScopes: { may: 'webhook.manage' },
    type: actResult('WebhookRemoveResult', { name: 'WebhookRemoveSuccess', ref: WebhookRemoveSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'FORBIDDEN',
      'STALE_VERSION',
    ]),
    description: 'Removes a webhook and its messages; the audit keeps that it was there.',
    args: { input: t.arg({ type: WebhookInput, required: true, description: 'Which webhook.' }) },
    resolve: (_root, { input: { webhookId, expectedVersion: version, idempotencyKey: key } }, context) =>
      answerAct(() =>
        removeWebhook(partsOf(context), {
          by: principalOf(context),
          idempotencyKey: key,
          input: { webhookId: rowIdOf('Webhook', String(webhookId)), expectedVersion: version },
        }),
      ),
  }),
);

builder.mutationField('webhookSecretRotate', (t) =>
  t.field({
    authScopes: { may: 'webhook.manage' },
    type: actResult(
      'WebhookSecretRotateResult',
      {
        name: 'WebhookSecretRotateSuccess',
        ref: secretSuccess('WebhookSecretRotateSuccess', 'The webhook has another secret, which signs from the next message on.'),
      },
      ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'STALE_VERSION'],
    ),
    description: 'Gives a webhook another secret and tells it this once; the earlier one signs nothing any more.',
    args: { input: t.arg({ type: WebhookInput, required: true, description: 'Which webhook.' }) },
    resolve: (_root, { input: { webhookId, expectedVersion: version, idempotencyKey: key } }, context) =>
      answerAct(() =>
        rotateWebhookSecret(partsOf(context), {
          by: principalOf(context),
          idempotencyKey: key,
          input: { webhookId: rowIdOf('Webhook', String(webhookId)), expectedVersion: version },
        }),
      ),
  }),
);

const WebhookTestInput = builder.inputType('WebhookTestInput', {
  description: 'Which webhook to try.',
  fields: (t) => ({
    webhookId: t.id({ required: true, description: 'Global id of the webhook.' }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

builder.mutationField('webhookTest', (t) =>
  t.field({
    authScopes: { may: 'webhook.manage' },
    type: actResult(
      'WebhookTestResult',
      { name: 'WebhookTestSuccess', ref: deliverySuccess('WebhookTestSuccess', 'A test message is on its way.') },
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN'],
    ),
    description: 'Sends a message that tells nothing, to see whether messages arrive and their signature is believed.',
    args: { input: t.arg({ type: WebhookTestInput, required: true, description: 'Which webhook.' }) },
    resolve: (_root, { input: { webhookId, idempotencyKey: key } }, context) =>
      answerAct(() =>
        sendWebhookTest(partsOf(context), {
          by: principalOf(context),
          idempotencyKey: key,
          input: { webhookId: rowIdOf('Webhook', String(webhookId)) },
        }),
      ),
  }),
);

const WebhookDeliveryResendInput = builder.inputType('WebhookDeliveryResendInput', {
  description: 'Which message to send again.',
  fields: (t) => ({
    deliveryId: t.id({ required: true, description: 'Global id of the message.' }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

builder.mutationField('webhookDeliveryResend', (t) =>
  t.field({
    authScopes: { may: 'webhook.manage' },
    type: actResult(
      'WebhookDeliveryResendResult',
      {
        name: 'WebhookDeliveryResendSuccess',
        ref: deliverySuccess('WebhookDeliveryResendSuccess', 'The message is on its way once more.'),
      },
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN'],
    ),
    description:
      'Sends a message again that was taken or given up. It keeps its `webhook-id`: a receiver that has it already may drop it.',
    args: { input: t.arg({ type: WebhookDeliveryResendInput, required: true, description: 'Which message.' }) },
    resolve: (_root, { input: { deliveryId, idempotencyKey: key } }, context) =>
      answerAct(() =>
        resendWebhookDelivery(partsOf(context), {
          by: principalOf(context),
          idempotencyKey: key,
          input: { deliveryId: rowIdOf('WebhookDelivery', String(deliveryId)) },
        }),
      ),
  }),
);
