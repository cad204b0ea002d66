import type { Principal } from '@rollcall/domain/permission/principal';

/** Who the audit names (S1.27, X7). */
export interface AuditActor {
  type: Principal['kind'];
  /** Row id of the user or key. */
  id: string | null;
  name: string;
  /** The role they acted in. */
  role: string;
}

/** A principal as the audit of something at a provider names them. */
export function auditActorOf({ kind, id, name, grants }: Principal, providerId: string | null): AuditActor {
  const grant =
    grants.find((candidate) => candidate.providerId === providerId) ??
    grants.find((candidate) => candidate.providerId === 'every');
  return { type: kind, id, name, role: grant?.roles[0] ?? kind };
}
