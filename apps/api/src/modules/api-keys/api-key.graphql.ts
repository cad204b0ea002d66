import { visibleRow } from '../../access/visible-node.js';
import { builder } from '../../graphql/builder.js';
import { TrainingProvider } from '../training-providers/training-provider.graphql.js';
import { findVisibleUser, User } from '../users/user.graphql.js';
import { ApiKeyStatus, Permission } from './api-key-enums.graphql.js';
import { apiKeyStatus } from './api-key-status.js';
import { visibleApiKeys } from './visible-api-keys.js';

/** A user that is not there, so that a key of nobody's is looked up like every other: in one statement with them. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Only keys with a grant are visible. */
function granted<Grant>({ grant }: { grant: Grant | null }): Grant {
  if (grant === null) throw new Error('An API key without a grant was looked at.');
  return grant;
}

export const ApiKey = builder.prismaNode('ApiKey', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleApiKeys, (prisma, where) => prisma.apiKey.findMany({ where, select: { id: true } })),
  description:
    'A key with which a machine works at one provider. Only its hash is kept: the key itself is told once, when it is made.',
  select: { id: true },
  fields: (t) => ({
    name: t.string({
      description: 'What it is for, as its maker called it.',
      select: { name: true },
      resolve: ({ name }) => name ?? '',
    }),
    start: t.string({
      description: 'Its first characters, to recognise it by.',
      select: { start: true },
      resolve: ({ start }) => start ?? '',
    }),
    scopes: t.field({
      type: [Permission.ref],
      description: 'What it may do.',
      select: { grant: { select: { scopes: true } } },
      resolve: (key) => granted(key).scopes.map(Permission.read),
    }),
    status: t.field({
      type: ApiKeyStatus.ref,
      description: 'Whether it is good for anything.',
      select: { expiresAt: true, grant: { select: { revokedAt: true } } },
      resolve: (key, _args, { now }) => apiKeyStatus({ expiresAt: key.expiresAt, revokedAt: granted(key).revokedAt }, now()),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'From when on it is refused.' }),
    lastUsedAt: t.expose('lastRequest', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null: never.',
    }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
      select: { grant: { select: { revokedAt: true } } },
      resolve: (key) => granted(key).revokedAt,
    }),
    revokedBy: t.string({
      nullable: true,
      description: 'Who revoked it, as the audit names them.',
      select: { grant: { select: { revokedBy: true } } },
      resolve: (key) => granted(key).revokedBy,
    }),
    provider: t.field({
      type: TrainingProvider,
      description: 'The provider where it is good.',
      select: (_args, _context, nestedSelection) => ({ grant: { select: { provider: nestedSelection() } } }),
      resolve: (key) => granted(key).provider,
    }),
    createdBy: t.prismaField({
      type: User,
      nullable: true,
      description: 'Whose key it is: when they are deactivated, it is revoked. Null where the viewer may not see them.',
      select: { grant: { select: { createdBy: true } } },
      resolve: async (query, key, _args, context) => {
        const where = await findVisibleUser(granted(key).createdBy ?? NOBODY, context);
        return context.database.prisma.appUser.findUnique({ ...query, where });
      },
    }),
  }),
});
