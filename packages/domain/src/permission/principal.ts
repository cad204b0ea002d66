import type { Action } from './actions.js';
import type { Role } from './roles.js';

/** Kinds of those who act (X7). `token`: a bearer token of a trusted issuer. `system`: Rollcall itself. */
export const PRINCIPAL_KINDS = ['user', 'api_key', 'token', 'system'] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** What somebody is at one provider, or at every one, those to come included. */
export interface Grant {
  /** Row id of the provider; `every` also covers what belongs to no provider. */
  providerId: string | 'every';
  roles: readonly Role[];
  /** Narrows the roles to these actions; absent: all that the roles allow. */
  only?: readonly Action[];
}

/** Somebody who has proved who they are, and what they are where. */
export interface Principal {
  kind: PrincipalKind;
  /** Row id of the user or key; null for the system, the installation's own key and tokens. */
  id: string | null;
  /** For people: an e-mail address, the name of a key, the subject of a token. */
  name: string;
  grants: readonly Grant[];
}
