import { reachOf } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';

/** The roles that a principal may know of: those at the providers whose users they see. */
export function visibleRoles(principal: Principal): Prisma.UserRoleWhereInput {
  const { everywhere, providerIds } = reachOf(principal, 'user.read');
  return everywhere ? {} : { providerId: { in: [...providerIds] } };
}

/** The users that a principal may see: those with a role there. Who sees every provider also sees users without a role. */
export function visibleUsers(principal: Principal): Prisma.AppUserWhereInput {
  return reachOf(principal, 'user.read').everywhere ? {} : { roles: { some: visibleRoles(principal) } };
}
