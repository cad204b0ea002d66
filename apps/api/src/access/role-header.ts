import type { Principal } from '@rollcall/domain/permission/principal';
import { ROLES, type Role } from '@rollcall/domain/permission/roles';
import { CredentialsRefusedError } from './authenticator.js';

/** Whoever sends it is what it says, at every provider (X6). Settings allow it on a developer's machine only. */
export const ROLE_HEADER = 'x-role';

/** Null where the header is absent. Throws `CredentialsRefusedError` for what is no role. */
export function principalOfRoleHeader(value: string | null): Principal | null {
  if (value === null) return null;
  const role = value.trim().toLowerCase();
  if (!isRole(role))
    throw new CredentialsRefusedError(
      `There is no role “${role.slice(0, 40)}”.`,
      `Send one of ${ROLES.join(', ')} in ${ROLE_HEADER}.`,
    );
  return { kind: 'user', id: null, name: `${ROLE_HEADER}: ${role}`, grants: [{ providerId: 'every', roles: [role] }] };
}

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
