import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { contains } from '../../graphql/contains.js';
import { principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { ApiKey } from './api-key.graphql.js';
import { ApiKeyStatus } from './api-key-enums.graphql.js';
import type { ApiKeyStatus as Status } from './api-key-status.js';
import { visibleApiKeys } from './visible-api-keys.js';

const ApiKeyFilter = builder.inputType('ApiKeyFilter', {
  description: 'Which API keys; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    status: t.field({ type: ApiKeyStatus.ref, description: 'Have this status.' }),
    text: t.string({ description: 'Part of the name or of the first characters, whatever the case.' }),
  }),
});

/** The rows of each status, as `apiKeyStatus` tells them. */
const WHERE_STATUS: Record<Status, (now: Date) => Prisma.ApiKeyWhereInput> = {
  active: (now) => ({ grant: { is: { revokedAt: null } }, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }),
  expired: (now) => ({ grant: { is: { revokedAt: null } }, expiresAt: { lte: now } }),
  revoked: () => ({ grant: { is: { revokedAt: { not: null } } } }),
};

function whereApiKeys(
  principal: Principal,
  filter: typeof ApiKeyFilter.$inferInput | null | undefined,
  now: number,
): Prisma.ApiKeyWhereInput {
  const { provider, status, text } = filter ?? {};
  const conditions: Prisma.ApiKeyWhereInput[] = [visibleApiKeys(principal)];
  if (provider != null) conditions.push({ grant: { is: { provider: { uen: provider.trim().toUpperCase() } } } });
  if (status != null) conditions.push(WHERE_STATUS[status](new Date(now)));
  if (text != null) conditions.push({ OR: [{ name: contains(text) }, { start: contains(text) }] });
  return { AND: conditions };
}

builder.queryField('apiKeys', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'api_key.read' },
      type: ApiKey,
      cursor: 'id',
      description: 'The API keys of the providers whose keys the viewer may see, newest first; those that are revoked too.',
      args: { filter: t.arg({ type: ApiKeyFilter, description: 'Which ones.' }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.apiKey.count({ where: whereApiKeys(principalOf(context), filter, context.now()), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.apiKey.findMany({
          ...query,
          where: whereApiKeys(principalOf(context), filter, context.now()),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    ...connectionType('ApiKey', ApiKey, 'API keys'),
  ),
);
