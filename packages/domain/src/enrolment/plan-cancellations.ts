import type { Skip } from '../change/change.js';
import type { EnrolmentChange } from '../course-run/plan.js';
import { contactKey } from '../learner/contact-key.js';
import { compareText } from '../text/compare-text.js';
import type { LocalEnrolment, SsgEnrolment, SsgTrainee } from './enrolment.js';
import { followSsg } from './enrolment-changes.js';
import { collapseRepeated } from './listed-enrolment.js';
import { isAdminRemoved, isInactive, isLive, normaliseEnrolmentStatus } from './status.js';

export interface CancellationFacts {
  /** Local rows by their reference number: those that SSG's enrolments name. */
  local: readonly LocalEnrolment[];
  /** All enrolments that SSG holds in one run: whether somebody still takes part shows in the whole list only. */
  ssg: readonly SsgEnrolment[];
}

export interface CancellationPlan {
  /** Live here, ended at SSG: the row follows SSG. */
  cancellations: EnrolmentChange[];
  skips: Skip[];
}

/**
 * Which ends of enrolments are taken over for a run that the sync no longer looks at (bug 15): live here and Cancelled,
 * Withdrawn or Rejected at SSG, found by reference number, and nothing else. Admin Removed stays (S0.17), nothing is created
 * and nothing comes back. A learner whom SSG holds in the run under another number has not left it.
 */
export function planCancellations({ local, ssg }: CancellationFacts): CancellationPlan {
  const rows = new Map(local.flatMap((row) => (row.referenceNumber === null ? [] : [[row.referenceNumber, row] as const])));
  const listed = collapseRepeated(ssg);
  const staying = listed.filter(({ status }) => !isInactive(normaliseEnrolmentStatus(status)));
  const plan: CancellationPlan = { cancellations: [], skips: [] };
  for (const enrolment of listed) {
    const decided = decide(enrolment, rows.get(enrolment.referenceNumber) ?? null, staying);
    if (decided === null) continue;
    if ('entity' in decided) plan.cancellations.push(decided);
    else plan.skips.push(decided);
  }
  plan.cancellations.sort((left, right) => compareText(left.key, right.key));
  return plan;
}

/** The change, the reason against one, or null where both sides say the same. */
function decide(ssg: SsgEnrolment, row: LocalEnrolment | null, staying: readonly SsgEnrolment[]): EnrolmentChange | Skip | null {
  const { referenceNumber: key } = ssg;
  const status = normaliseEnrolmentStatus(ssg.status);
  if (row === null)
    return { key, rule: 'bug 15 never-reactivated', reason: 'The enrolment is unknown here, and none is created.' };
  if (isAdminRemoved(row.status)) {
    return { key, rule: 'S0.17 admin-removed-wins', reason: `An admin removed this enrolment; SSG has it as ${ssg.status}.` };
  }
  if (status === null) {
    return { key, rule: 'bug 20 unknown-status', reason: `SSG sent the status "${ssg.status}", which has no meaning here.` };
  }
  if (!isInactive(status)) {
    if (!isInactive(row.status)) return null;
    return {
      key,
      rule: 'bug 15 never-reactivated',
      reason: `The enrolment is ${row.status} here, and does not come back as ${status}.`,
    };
  }
  if (!isLive(row.status)) return null;
  const other = staying.find(({ trainee }) => isSamePerson(trainee, ssg.trainee));
  if (other) {
    return { key, rule: 'duplicate-enrolment', reason: `SSG holds the learner in this run under ${other.referenceNumber} too.` };
  }
  const change = followSsg(
    row,
    { ssg, status, local: row, match: { kind: 'known', person: row.learnerId, learnerId: row.learnerId } },
    row.courseRunId,
  );
  return change && underRule(change, `SSG has the enrolment as ${ssg.status}; here it was ${row.status}.`);
}

/** By identifier, or by e-mail and name where one of the two has none. */
function isSamePerson(left: SsgTrainee, right: SsgTrainee): boolean {
  if (left.identifierHash !== null && right.identifierHash !== null) return left.identifierHash === right.identifierHash;
  const contact = contactKey(left);
  return contact !== null && contact === contactKey(right);
}

function underRule(change: EnrolmentChange, reason: string): EnrolmentChange {
  const rule = 'bug 15 cancelled-after-window';
  return { ...change, rule, reason, fields: change.fields.map((field) => ({ ...field, rule })) };
}
