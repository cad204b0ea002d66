import type { LocalEnrolment } from './enrolment.js';
import { compareBySsg, type ListedEnrolment, liveness } from './listed-enrolment.js';
import { isInactive, isLive } from './status.js';

/**
 * Which of the enrolments SSG holds for one person in one run counts here; null when none may be written.
 * SSG accepts several (`ssg-api.md` §7.1), the local table has one row per learner and run.
 *
 * `row` is the person's row in this run, if there is one. An enrolment that has a row may always count. An unknown
 * one counts when it is live; when inactive, only for a row that has no reference number and is surely this
 * person's, since S0.14 wants nothing written for an unknown inactive enrolment.
 */
export function chooseEnrolment<Enrolment extends ListedEnrolment>(
  enrolments: readonly Enrolment[],
  row: LocalEnrolment | null,
): Enrolment | null {
  const eligible = enrolments.filter((enrolment) => {
    if (enrolment.local !== null) return row === null || enrolment.local.id === row.id;
    if (isLive(enrolment.status)) return true;
    const isRowWithoutReference = row !== null && row.referenceNumber === null;
    return isRowWithoutReference && isInactive(enrolment.status) && enrolment.ssg.trainee.identifierHash !== null;
  });
  return eligible.sort((left, right) => compareForRow(left, right, row))[0] ?? null;
}

/**
 * SSG's precedence, with one exception: a row does not give up a reference number that only the row itself ties to
 * the person. Without it the former enrolment would look like somebody new the next night.
 */
function compareForRow(left: ListedEnrolment, right: ListedEnrolment, row: LocalEnrolment | null): number {
  const tied = (enrolment: ListedEnrolment) =>
    row !== null && enrolment.local?.id === row.id && enrolment.ssg.trainee.identifierHash === null ? 0 : 1;
  return liveness(left.status) - liveness(right.status) || tied(left) - tied(right) || compareBySsg(left.ssg, right.ssg);
}
