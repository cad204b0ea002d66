import { type EnrolmentRowChange, type EnrolmentToPlace, nameOf, setStatus } from './admin-act.js';
import { isAdminRemoved, isLive } from './status.js';

export interface RemovalDecision {
  /** Null where an admin removed it before: asking again is no failure and changes nothing. */
  change: EnrolmentRowChange | null;
  /** What it means, in a sentence for people. */
  explanation: string;
}

/**
 * What an admin's removal does to an enrolment (S0.17, S0.18). One that SSG has ended is removed all the same: the status
 * alone would let a new reference number bring the learner back, the removal does not.
 */
export function decideRemoval(row: EnrolmentToPlace): RemovalDecision {
  if (isAdminRemoved(row.status)) {
    return { change: null, explanation: `An admin removed ${nameOf(row)} before; nothing was changed.` };
  }
  const change = setStatus(row, 'Admin Removed', 'S0.18 admin-removes');
  if (!isLive(row.status)) {
    const explanation = `SSG had ended ${nameOf(row)} as ${row.status}; from now on not even another enrolment at SSG brings the learner back to run ${row.ssgRunId}.`;
    return { change, explanation };
  }
  return { change, explanation: `The learner is out of run ${row.ssgRunId}: no sync brings them back, whatever SSG says.` };
}
