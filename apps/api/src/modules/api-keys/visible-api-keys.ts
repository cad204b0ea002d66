import { reachOf } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';

/** The API keys that a principal may see: those of the providers whose keys they see. One that nobody was granted anything for is none. */
export function visibleApiKeys(principal: Principal): Prisma.ApiKeyWhereInput {
  const { everywhere, providerIds } = reachOf(principal, 'api_key.read');
  return { grant: everywhere ? { isNot: null } : { is: { providerId: { in: [...providerIds] } } } };
}
