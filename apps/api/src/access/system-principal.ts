import type { Principal } from '@rollcall/domain/permission/principal';

/**
 * Rollcall itself, or whoever has a shell on its machine: `cli`. They act everywhere, since nobody who can reach the
 * database could be kept from it, and the audit names them (X7).
 */
export const systemPrincipal = (name: string): Principal => ({
  kind: 'system',
  id: null,
  name,
  grants: [{ providerId: 'every', roles: ['admin'] }],
});
