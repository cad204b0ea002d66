import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { contains } from '../../graphql/contains.js';
import { principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { User } from './user.graphql.js';
import { UserRole } from './user-enums.graphql.js';
import { visibleRoles, visibleUsers } from './visible-users.js';

const UserFilter = builder.inputType('UserFilter', {
  description: 'Which users; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of a provider where they have a role.' }),
    role: t.field({ type: UserRole.ref, description: 'Have this role, at `provider` where that is given.' }),
    active: t.boolean({ description: 'May sign in, or may not.' }),
    text: t.string({ description: 'Part of the name or the e-mail address, whatever the case.' }),
  }),
});

/** Roles elsewhere decide nothing: what the viewer may not see cannot be found out by filtering either. */
function whereUsers(principal: Principal, filter: typeof UserFilter.$inferInput | null | undefined): Prisma.AppUserWhereInput {
  const { provider, role, active, text } = filter ?? {};
  const conditions: Prisma.AppUserWhereInput[] = [visibleUsers(principal)];
  if (provider != null || role != null) {
    const wanted: Prisma.UserRoleWhereInput = {
      ...(provider != null && { provider: { uen: provider.trim().toUpperCase() } }),
      ...(role != null && { role }),
    };
    conditions.push({ roles: { some: { AND: [visibleRoles(principal), wanted] } } });
  }
  if (active != null) conditions.push({ active });
  if (text != null) conditions.push({ OR: [{ name: contains(text) }, { email: contains(text) }] });
  return { AND: conditions };
}

builder.queryField('users', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'user.read' },
      type: User,
      cursor: 'id',
      description: 'The users of the providers whose users the viewer may see, by name.',
      args: { filter: t.arg({ type: UserFilter, description: 'Which ones.' }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.appUser.count({ where: whereUsers(principalOf(context), filter), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.appUser.findMany({
          ...query,
          where: whereUsers(principalOf(context), filter),
          orderBy: [{ nameNormalised: 'asc' }, { id: 'asc' }],
        }),
    },
    ...connectionType('User', User, 'users'),
  ),
);
