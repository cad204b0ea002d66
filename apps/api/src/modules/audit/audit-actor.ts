import { isAction } from '@rollcall/domain/permission/actions';
import type { Grant, Principal } from '@rollcall/domain/permission/principal';
import { extentOf, ROLES, type Role } from '@rollcall/domain/permission/roles';

/** Who the audit names (S1.27, X7). */
export interface AuditActor {
  type: Principal['kind'];
  /** Row id of the user or key. */
  id: string | null;
  name: string;
  /** The role they acted in. */
  role: string;
}

/**
 * A principal as the audit of something at a provider names them. Of several roles it is the first, in the order of `ROLES`,
 * that allows it: an auditor who is in operations, too, removed nobody as an auditor (S1.27).
 *
 * @param did the action as the audit words it; one that no role is asked for stands for the first role
 */
export function auditActorOf({ kind, id, name, grants }: Principal, providerId: string | null, did: string): AuditActor {
  const grant =
    grants.find((candidate) => candidate.providerId === providerId) ??
    grants.find((candidate) => candidate.providerId === 'every');
  return { type: kind, id, name, role: (grant && roleFor(grant, did)) ?? kind };
}

function roleFor({ roles }: Grant, did: string): Role | undefined {
  const held = ROLES.filter((role) => roles.includes(role));
  return held.find((role) => isAction(did) && extentOf([role], did) !== null) ?? held[0];
}
