import type { FieldChange } from '../change/change.js';
import {
  type ActNotice,
  adminChange,
  type EnrolmentRowChange,
  endedAtSsg,
  judgeTarget,
  type PlacementRefusal,
  refusePlacement,
  setStatus,
} from './admin-act.js';
import type { PlacementFacts } from './decide-reassignment.js';
import { isAdminRemoved, isInactive, isLive, normaliseEnrolmentStatus } from './status.js';

export interface Transfer {
  kind: 'decided';
  /** The learner's row in the target run; null where `created` says what it is to be. */
  countsId: string | null;
  /** A new row in the target run, Confirmed, which SSG knows nothing of. */
  created: { fields: FieldChange[] } | null;
  changes: EnrolmentRowChange[];
  explanation: string;
  notices: ActNotice[];
}

/**
 * Moves a learner to a run of another course: the row they had is Admin Removed, and they have one in the target run, new or
 * Confirmed again. A reference number belongs to SSG's enrolment in one course, so it is not taken along.
 */
export function decideTransfer(facts: PlacementFacts): Transfer | PlacementRefusal {
  const { enrolment, target, other, today } = facts;
  if (target.courseId === enrolment.courseId) {
    return refusePlacement(
      'course_run',
      `Run ${target.ssgRunId} is one of the same course, ${target.courseCode}.`,
      'Use enrolmentReassign, which keeps the enrolment and its reference number.',
    );
  }
  const refusal = judgeTarget(target, today, false);
  if (refusal) return refusal;
  const rule = 'S0.19 admin-transfers';
  const changes: EnrolmentRowChange[] = [];
  if (!isAdminRemoved(enrolment.status)) changes.push(setStatus(enrolment, 'Admin Removed', rule));
  if (other !== null && !isLive(other.status)) changes.push(setStatus(other, 'Confirmed', rule));
  const created =
    other === null
      ? {
          fields: [
            adminChange(rule, 'learner_id', null, enrolment.learnerId),
            adminChange(rule, 'enrolment_status', null, 'Confirmed'),
          ],
        }
      : null;
  const isNothing = changes.length === 0 && created === null;
  return {
    kind: 'decided',
    countsId: other?.id ?? null,
    created,
    changes,
    explanation: isNothing
      ? `The learner is in run ${target.ssgRunId} already; nothing was changed.`
      : `The learner is in run ${target.ssgRunId} of ${target.courseCode}; their enrolment in run ${enrolment.ssgRunId} is removed.`,
    notices: noticesOf(facts),
  };
}

/** Rollcall tells SSG nothing: what a person has to do there. */
function noticesOf({ enrolment, target, other }: PlacementFacts): ActNotice[] {
  const notices: ActNotice[] = [];
  if ((other?.referenceNumber ?? null) === null) {
    notices.push({
      message: `SSG knows nothing of the enrolment in run ${target.ssgRunId}.`,
      remedy: `Enrol the learner at SSG in run ${target.ssgRunId}; the next sync gives the row its reference number. Until then it is shown as unconfirmed by SSG.`,
    });
  }
  const ended = other && endedAtSsg(other);
  if (ended) notices.push(ended);
  const { referenceNumber, ssgStatus } = enrolment;
  if (referenceNumber !== null && ssgStatus !== null && !isInactive(normaliseEnrolmentStatus(ssgStatus))) {
    notices.push({
      message: `SSG still has ${referenceNumber} in run ${enrolment.ssgRunId} as ${ssgStatus}.`,
      remedy: `Cancel ${referenceNumber} at SSG.`,
    });
  }
  return notices;
}
