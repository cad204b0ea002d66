import type { Principal } from '@rollcall/domain/permission/principal';
import { stringify } from 'safe-stable-stringify';

const keys = new WeakMap<Principal, string>();

/** What somebody is and may do, as one text; those who are alike see alike. */
export function keyOfPrincipal(principal: Principal): string {
  let key = keys.get(principal);
  if (key === undefined) keys.set(principal, (key = stringify(principal) ?? ''));
  return key;
}
