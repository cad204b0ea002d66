import type { Principal } from '@rollcall/domain/permission/principal';
import type { Role } from '@rollcall/domain/permission/roles';
import type { Authenticator } from '../../src/access/authenticator.js';
import { EXTERNAL_KEY_PRINCIPAL } from '../../src/access/external-key-principal.js';
import { EXTERNAL_KEY } from '../http/test-api.js';

export interface KnownCallers {
  authenticator: Authenticator;
  /** Headers that make a request the principal's. */
  as(principal: Principal): Record<string, string>;
  /** From now on the principal is another, or nobody: what a refresh finds. */
  change(id: string, principal: Principal | null): void;
}

const HEADER = 'x-test-caller';

/** Callers who are believed, so that tests of what one may do need not sign in; signing in has tests of its own. */
export function knownCallers(): KnownCallers {
  const callers = new Map<string, Principal | null>();
  const find = (key: string | null): Principal | null => (key === null ? null : (callers.get(key) ?? null));
  return {
    authenticator: {
      authenticate: async (headers) =>
        headers.get('x-api-key') === EXTERNAL_KEY ? EXTERNAL_KEY_PRINCIPAL : find(headers.get(HEADER)),
      refresh: async (principal) => (principal === EXTERNAL_KEY_PRINCIPAL ? principal : find(principal.id)),
    },
    as: (principal) => {
      const key = principal.id ?? principal.name;
      callers.set(key, principal);
      return { [HEADER]: key };
    },
    change: (id, principal) => void callers.set(id, principal),
  };
}

/** Somebody with roles at one provider; the id is a user's where they must be one. */
export const somebody = (id: string, providerId: string | 'every', ...roles: Role[]): Principal => ({
  kind: 'user',
  id,
  name: `${roles.join('.')}@example.org`,
  grants: [{ providerId, roles }],
});
