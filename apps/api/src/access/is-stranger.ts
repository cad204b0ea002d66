import type { Principal } from '@rollcall/domain/permission/principal';

/**
 * Whether somebody has nothing to do with a provider: then what belongs to it does not exist for them.
 *
 * @param providerId row id; null for what belongs to the installation
 */
export const isStranger = ({ grants }: Principal, providerId: string | null): boolean =>
  !grants.some((grant) => grant.providerId === 'every' || grant.providerId === providerId);
