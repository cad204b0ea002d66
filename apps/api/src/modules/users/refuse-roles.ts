import type { RoleRefusal } from '@rollcall/domain/permission/decide-roles';
import { ActRefusal, type RefusalCode } from '../../acts/act-refusal.js';

const CODES: Record<RoleRefusal['code'], { code: RefusalCode; path: string[] }> = {
  not_allowed: { code: 'FORBIDDEN', path: [] },
  beyond_own: { code: 'FORBIDDEN', path: ['input', 'roles'] },
  not_whole_account: { code: 'FORBIDDEN', path: [] },
  machine_role: { code: 'INVALID_INPUT', path: ['input', 'roles'] },
  last_admin: { code: 'REFUSED', path: [] },
  last_installation_admin: { code: 'REFUSED', path: [] },
};

/** Throws everything that speaks against it as one `ActRefusal`, of the kind of the first; does nothing where nothing does. */
export function refuseRoles(refusals: readonly RoleRefusal[]): void {
  const [first] = refusals;
  if (!first) return;
  throw new ActRefusal({
    ...CODES[first.code],
    message: refusals.map(({ reason }) => reason).join(' '),
    remedy: refusals.map(({ remedy }) => remedy).join(' '),
  });
}
