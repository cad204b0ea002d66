import type { Role } from '@rollcall/domain/permission/roles';
import { visibleRow } from '../../access/visible-node.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { TrainingProvider } from '../training-providers/training-provider.graphql.js';
import { UserRole } from './user-enums.graphql.js';
import { visibleRoles, visibleUsers } from './visible-users.js';

/** What a user is at one provider. */
interface RolesAtProvider {
  provider: { id: string };
  roles: Role[];
}

const UserRoles = builder.objectRef<RolesAtProvider>('UserRoles').implement({
  description: 'What a user is at one provider.',
  fields: (t) => ({
    provider: t.field({ type: TrainingProvider, description: 'Where.', resolve: ({ provider }) => provider }),
    roles: t.field({ type: [UserRole.ref], description: 'What they are there.', resolve: ({ roles }) => roles }),
  }),
});

/** Where to look a user up, for those who may see them. */
export const findVisibleUser = visibleRow(visibleUsers, (prisma, where) =>
  prisma.appUser.findMany({ where, select: { id: true } }),
);

export const User = builder.prismaNode('AppUser', {
  name: 'User',
  nullable: true,
  id: { field: 'id' },
  findUnique: findVisibleUser,
  description: 'A person who works with Rollcall.',
  select: { id: true },
  fields: (t) => ({
    email: t.exposeString('email', { description: 'E-mail address, lower case; they sign in with it.' }),
    name: t.exposeString('name', { description: 'Their name.' }),
    active: t.exposeBoolean('active', { description: 'Whether they may sign in.' }),
    installationAdmin: t.exposeBoolean('installationAdmin', {
      description: 'Whether they administer the whole installation: every provider, those to come included.',
    }),
    signedUp: t.boolean({
      description: 'Whether they have chosen a password or signed in by single sign-on; until then an invitation is open.',
      select: { accounts: { select: { id: true }, take: 1 } },
      resolve: ({ accounts }) => accounts.length > 0,
    }),
    twoFactorEnabled: t.exposeBoolean('twoFactorEnabled', { description: 'Whether signing in asks for a second factor.' }),
    roles: t.field({
      type: [UserRoles],
      description: 'What they are at the providers whose users the viewer may see, by UEN.',
      select: (_args, context, nestedSelection) => ({
        roles: {
          where: visibleRoles(principalOf(context)),
          select: { role: true, provider: nestedSelection({ select: { id: true } }, ['provider']) },
          orderBy: [{ provider: { uen: 'asc' } }, { role: 'asc' }],
        },
      }),
      resolve: ({ roles }) => rolesByProvider(roles),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they were invited or imported.' }),
  }),
});

/** Rows in the order of their providers, gathered. */
function rolesByProvider(rows: readonly { provider: { id: string }; role: string }[]): RolesAtProvider[] {
  const byProvider = new Map<string, RolesAtProvider>();
  for (const { provider, role } of rows) {
    const held = byProvider.get(provider.id) ?? { provider, roles: [] };
    byProvider.set(provider.id, { ...held, roles: [...held.roles, UserRole.read(role)] });
  }
  return [...byProvider.values()];
}
