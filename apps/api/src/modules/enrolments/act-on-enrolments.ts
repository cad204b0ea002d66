import type { Principal } from '@rollcall/domain/permission/principal';
import type { Dependencies } from '../../dependencies.js';

/** What acts on enrolments work with. */
export type ActDependencies = Pick<Dependencies, 'database' | 'newId' | 'now'> & {
  /** The request's id; null where no request asked. */
  correlationId: string | null;
};

/** Who asks for an act on one enrolment, and how. */
export interface EnrolmentAct {
  by: Principal;
  /** Row id; null for what can be no enrolment's id. */
  enrolmentId: string | null;
  /** Absent: the row may have changed since it was read. */
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}
