import type { Action } from '@rollcall/domain/permission/actions';
import { reachOf } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';

/** Whether anything of a provider, or of the installation, may be seen by a principal; which rows of it, the database says. */
export function reachesProvider(principal: Principal, action: Action): (providerId: string | null) => boolean {
  const { everywhere, providerIds, ownProviderIds } = reachOf(principal, action);
  const reached = new Set([...providerIds, ...ownProviderIds]);
  return (providerId) => everywhere || (providerId !== null && reached.has(providerId));
}
