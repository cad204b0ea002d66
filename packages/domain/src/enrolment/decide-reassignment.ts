import type { IsoDate } from '../calendar/iso-date.js';
import type { FieldChange } from '../change/change.js';
import {
  type ActNotice,
  adminChange,
  type EnrolmentRowChange,
  type EnrolmentToPlace,
  endedAtSsg,
  judgeTarget,
  nameOf,
  type PlacementRefusal,
  refusePlacement,
  setStatus,
  type TargetRun,
} from './admin-act.js';
import { isAdminRemoved, isLive, normaliseEnrolmentStatus } from './status.js';

export interface PlacementFacts {
  enrolment: EnrolmentToPlace;
  target: TargetRun;
  /** Another row of the same learner in the target run: there is never a second one. */
  other: EnrolmentToPlace | null;
  /** In the provider's time zone. */
  today: IsoDate;
}

export interface Reassignment {
  kind: 'decided';
  /** The row that is the learner's enrolment in the target run from now on. */
  countsId: string;
  /** The row that was left behind, where another one counts. */
  leftId: string | null;
  /** In the order in which they are written; empty where everything is so already. */
  changes: EnrolmentRowChange[];
  explanation: string;
  notices: ActNotice[];
}

/**
 * Brings a removed learner back, or moves one to another run of the same course, without a second row (S0.19):
 *
 * | the learner's row in the target run | decision |
 * | --- | --- |
 * | is this one | Confirmed again; nothing where it takes part already |
 * | none | this row moves, and keeps its reference number |
 * | another | that one counts and is Confirmed again; this one is left removed |
 *
 * What SSG has ended without an admin is SSG's to bring back, for the next sync would end it again (S0.16).
 */
export function decideReassignment(facts: PlacementFacts): Reassignment | PlacementRefusal {
  const { enrolment, target, other, today } = facts;
  const stays = target.id === enrolment.courseRunId;
  if (stays && isLive(enrolment.status)) {
    const explanation = `The learner is in run ${target.ssgRunId} already; nothing was changed.`;
    return { kind: 'decided', countsId: enrolment.id, leftId: null, changes: [], explanation, notices: [] };
  }
  if (target.courseId !== enrolment.courseId) {
    return refusePlacement(
      'course_run',
      `Run ${target.ssgRunId} is one of another course, ${target.courseCode}.`,
      'Use enrolmentTransfer, which moves a learner between courses.',
    );
  }
  if (!isLive(enrolment.status) && !isAdminRemoved(enrolment.status)) {
    return refusePlacement(
      'enrolment',
      `SSG has ended ${nameOf(enrolment)} as ${enrolment.status}, and a sync would end it again.`,
      `Enrol the learner at SSG in run ${target.ssgRunId}; the next sync brings them.`,
    );
  }
  const refusal = judgeTarget(target, today, stays);
  if (refusal) return refusal;
  if (stays) return bringBack(enrolment);
  return other === null ? move(enrolment, target) : countOther(enrolment, other);
}

function bringBack(enrolment: EnrolmentToPlace): Reassignment {
  return {
    kind: 'decided',
    countsId: enrolment.id,
    leftId: null,
    changes: [setStatus(enrolment, 'Confirmed', 'S0.19 admin-reassigns')],
    explanation: `The learner is back in run ${enrolment.ssgRunId}, and their enrolment follows SSG again.`,
    notices: listOf(endedAtSsg(enrolment)),
  };
}

function move(enrolment: EnrolmentToPlace, target: TargetRun): Reassignment {
  const fields: FieldChange[] = [adminChange('S0.19 admin-moves', 'course_run_id', enrolment.courseRunId, target.id)];
  const change: EnrolmentRowChange = { id: enrolment.id, run: { id: target.id, courseId: target.courseId }, fields };
  if (isAdminRemoved(enrolment.status)) {
    change.status = 'Confirmed';
    fields.push(...setStatus(enrolment, 'Confirmed', 'S0.19 admin-reassigns').fields);
  }
  if (enrolment.enrolledAt !== null) {
    change.clearsEnrolledAt = true;
    fields.push(adminChange('S0.19 admin-moves', 'enrolled_at', enrolment.enrolledAt, null));
    fields.push(adminChange('S0.19 admin-moves', 'enrolled_by', enrolment.enrolledBy, null));
  }
  return {
    kind: 'decided',
    countsId: enrolment.id,
    leftId: null,
    changes: [change],
    explanation: `The learner is in run ${target.ssgRunId} instead of ${enrolment.ssgRunId}, and no sync moves them back.`,
    notices: listOf(endedAtSsg(enrolment), stillElsewhere(enrolment, target.ssgRunId)),
  };
}

/**
 * The reference number that is alive at SSG goes to the row that counts: a row under one that SSG has ended would be ended
 * by the next sync, and SSG's own move of the live one would find it on a removed row.
 */
function countOther(enrolment: EnrolmentToPlace, other: EnrolmentToPlace): Reassignment {
  const takesReference = enrolment.referenceNumber !== null && isLiveAtSsg(enrolment) && !isLiveAtSsg(other);
  const left: EnrolmentRowChange = isAdminRemoved(enrolment.status)
    ? { id: enrolment.id, fields: [] }
    : setStatus(enrolment, 'Admin Removed', 'S0.19 admin-moves');
  const counts: EnrolmentRowChange = isLive(other.status)
    ? { id: other.id, fields: [] }
    : setStatus(other, 'Confirmed', 'S0.19 admin-reassigns');
  if (takesReference) handOver(enrolment, other, left, counts);
  const carried = takesReference
    ? { ...other, referenceNumber: enrolment.referenceNumber, ssgStatus: enrolment.ssgStatus }
    : other;
  return {
    kind: 'decided',
    countsId: other.id,
    leftId: enrolment.id,
    // The one that gives its number up goes first: the number is unique at every moment.
    changes: [left, counts].filter(({ fields }) => fields.length > 0),
    explanation: `The learner has a row in run ${other.ssgRunId} already, and that one counts; the row in run ${enrolment.ssgRunId} stays removed.`,
    notices: listOf(endedAtSsg(carried), stillElsewhere(enrolment, other.ssgRunId)),
  };
}

function handOver(from: EnrolmentToPlace, to: EnrolmentToPlace, left: EnrolmentRowChange, counts: EnrolmentRowChange): void {
  left.referenceNumber = null;
  left.fields.push(adminChange('S0.19 admin-moves', 'enrolment_id', from.referenceNumber, null));
  counts.referenceNumber = from.referenceNumber;
  counts.ssgColumnsFrom = from.id;
  counts.fields.push(
    adminChange('S0.19 admin-moves', 'enrolment_id', to.referenceNumber, from.referenceNumber),
    adminChange('S0.19 admin-moves', 'ssg_status', to.ssgStatus, from.ssgStatus),
    adminChange('S0.19 admin-moves', 'raw_data_hash', to.rawDataHash, from.rawDataHash),
  );
}

/** SSG is not told by Rollcall. */
function stillElsewhere(enrolment: EnrolmentToPlace, ssgRunId: string): ActNotice | null {
  if (enrolment.referenceNumber === null || !isLiveAtSsg(enrolment)) return null;
  return {
    message: `SSG still has ${enrolment.referenceNumber} in run ${enrolment.ssgRunId}.`,
    remedy: `Change its run to ${ssgRunId} at SSG; until then it is shown as unconfirmed by SSG.`,
  };
}

const isLiveAtSsg = ({ ssgStatus }: EnrolmentToPlace): boolean =>
  ssgStatus !== null && isLive(normaliseEnrolmentStatus(ssgStatus));

const listOf = (...notices: (ActNotice | null)[]): ActNotice[] => notices.filter((notice) => notice !== null);
