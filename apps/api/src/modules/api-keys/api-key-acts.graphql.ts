import { notFound } from '../../acts/act-refusal.js';
import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, type GraphqlContext, principalOf } from '../../graphql/context.js';
import { ApiKey } from './api-key.graphql.js';
import { Permission } from './api-key-enums.graphql.js';
import { createApiKey, DEFAULT_LIFETIME_DAYS, LONGEST_LIFETIME_DAYS } from './create-api-key.js';
import { revokeApiKey } from './revoke-api-key.js';

const keyDependencies = (context: GraphqlContext) => ({ ...actDependencies(context), accounts: context.accounts });

/** The key by its row id, as a field of what an act answers. */
const findKey = (query: object, { apiKeyId }: { apiKeyId: string }, { database }: GraphqlContext) =>
  database.prisma.apiKey.findUniqueOrThrow({ ...query, where: { id: apiKeyId } });

const ApiKeyCreateSuccess = builder.objectRef<{ apiKeyId: string; key: string | null }>('ApiKeyCreateSuccess').implement({
  description: 'The key is good from now on.',
  fields: (t) => ({
    apiKey: t.prismaField({
      type: ApiKey,
      description: 'What is known of the key.',
      resolve: (query, made, _args, context) => findKey(query, made, context),
    }),
    key: t.exposeString('key', {
      nullable: true,
      description: 'The key itself, this once: send it in the header `x-api-key`. Null where the request was answered before.',
    }),
    notice: t.string({
      description: 'What to do with it.',
      resolve: ({ key }) =>
        key === null
          ? 'This request was answered before, and the key was told then; it is told once. If it is lost, revoke it and make another.'
          : 'Store the key now, where secrets are kept: it is told this once.',
    }),
  }),
});

const ApiKeyCreateInput = builder.inputType('ApiKeyCreateInput', {
  description: 'What a new key is for.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for, in 1 to 100 characters.' }),
    provider: t.string({ required: true, description: 'UEN of the provider where it is good.' }),
    scopes: t.field({ type: [Permission.ref], required: true, description: 'What it may do, at least one thing.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: `From when on it is refused, at most ${LONGEST_LIFETIME_DAYS} days ahead; left out: ${DEFAULT_LIFETIME_DAYS} days.`,
    }),
    idempotencyKey: t.string({
      description: 'Asking again with the same key answers the same and does nothing; the API key itself is not told again.',
    }),
  }),
});

builder.mutationField('apiKeyCreate', (t) =>
  t.field({
    authScopes: { may: 'api_key.manage' },
    type: actResult('ApiKeyCreateResult', { name: 'ApiKeyCreateSuccess', ref: ApiKeyCreateSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'FORBIDDEN',
    ]),
    description: 'Makes a key with which a machine works at one provider. It belongs to who makes it.',
    args: { input: t.arg({ type: ApiKeyCreateInput, required: true, description: 'What it is for, and what it may do.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => createApiKey(keyDependencies(context), principalOf(context), input)),
  }),
);

const ApiKeyRevokeSuccess = builder.objectRef<{ apiKeyId: string }>('ApiKeyRevokeSuccess').implement({
  description: 'The key is refused from now on.',
  fields: (t) => ({
    apiKey: t.prismaField({
      type: ApiKey,
      description: 'The key as it is now.',
      resolve: (query, revoked, _args, context) => findKey(query, revoked, context),
    }),
  }),
});

const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'Which key to revoke.',
  fields: (t) => ({
    apiKeyId: t.id({ required: true, description: 'Global id of the key.' }),
    reason: t.string({ required: true, description: 'Why, in 3 to 500 characters, for the audit.' }),
    idempotencyKey: t.string({ description: 'Asking again with the same key answers the same and does nothing.' }),
  }),
});

builder.mutationField('apiKeyRevoke', (t) =>
  t.field({
    authScopes: { may: 'api_key.manage' },
    type: actResult('ApiKeyRevokeResult', { name: 'ApiKeyRevokeSuccess', ref: ApiKeyRevokeSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description: 'Revokes a key: it is refused from now on. It stays in the list.',
    args: { input: t.arg({ type: ApiKeyRevokeInput, required: true, description: 'Which key, and why.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const apiKeyId = rowIdOf('ApiKey', String(input.apiKeyId));
        if (apiKeyId === null) throw notFound('API key', ['input', 'apiKeyId']);
        return revokeApiKey(keyDependencies(context), principalOf(context), { ...input, apiKeyId });
      }),
  }),
);
