import type { CourseRunState } from '../course-run/plan.js';
import { matchLearners } from '../learner/match-learner.js';
import type { LocalEnrolment, SsgEnrolment } from './enrolment.js';
import { followWhereItIs, markUnconfirmed } from './enrolment-changes.js';
import { type EnrolmentDecisions, noDecisions, review, skip, sortDecisions, unknownStatus } from './enrolment-decisions.js';
import type { ListedEnrolment } from './listed-enrolment.js';
import { type PersonInRun, planPerson } from './plan-person.js';
import { gatherRemovals } from './removals.js';
import { isAdminRemoved, isInactive, isLive, normaliseEnrolmentStatus } from './status.js';

export interface EnrolmentFacts {
  /** SSG's enrolments of the run, every reference number once. */
  enrolments: readonly SsgEnrolment[];
  local: CourseRunState;
  /** True when the run exists after the plan (S0.20). */
  runWillExist: boolean;
}

/**
 * What becomes of a run's enrolments (S0.13-S0.18, bugs 14, 17, 18, 20). Every listed enrolment ends as exactly one
 * of: written, unchanged, skipped, up for review. The decision table is in README.md.
 */
export function planEnrolments({ enrolments, local, runWillExist }: EnrolmentFacts): EnrolmentDecisions {
  const decisions = noDecisions();
  const courseRunId = local.courseRun?.id ?? null;
  const rowsOfRun = local.enrolments.filter((row) => row.courseRunId === courseRunId);
  const listed = listEnrolments(enrolments, local);
  const removals = gatherRemovals(listed, local.enrolments, courseRunId);

  const persons = new Map<string, ListedEnrolment[]>();
  const underReview = new Set<string>();
  for (const enrolment of listed) {
    const { match, ssg } = enrolment;
    const movedRow = removals.movedRow(enrolment);
    if (removals.isRemoved(enrolment)) {
      decisions.skips.push(
        skip(enrolment, 'S0.17 admin-removed-wins', `An admin removed this enrolment; SSG has it as ${ssg.status}.`),
      );
    } else if (match.kind !== 'review' && movedRow !== null) {
      leaveWhereItIs(movedRow, enrolment, decisions);
    } else if (match.kind !== 'review') {
      persons.set(match.person, [...(persons.get(match.person) ?? []), enrolment]);
    } else if (removals.concerns(enrolment)) {
      decisions.skips.push(skip(enrolment, 'S0.18 removed-learner-stays-out', 'An admin took this learner out of the run.'));
    } else if (enrolment.local === null && isInactive(enrolment.status)) {
      const reason = `The enrolment is ${enrolment.status} at SSG and unknown here.`;
      decisions.skips.push(skip(enrolment, 'S0.14 new-inactive-skipped', reason));
    } else {
      decisions.reviews.push(review(enrolment, match.reason, match.message, match.candidateIds));
      underReview.add(ssg.referenceNumber);
    }
  }

  const learners = new Map(local.learners.map((learner) => [learner.id, learner]));
  const rowOfLearner = new Map(rowsOfRun.map((row) => [row.learnerId, row]));
  for (const ofPerson of persons.values()) {
    const match = ofPerson[0]?.match;
    const learnerId = match?.kind === 'known' ? match.learnerId : null;
    const row = learnerId === null ? null : (rowOfLearner.get(learnerId) ?? null);
    const person: PersonInRun = {
      enrolments: ofPerson,
      learner: learnerId === null ? null : (learners.get(learnerId) ?? null),
      row,
      rowUnderReview: row !== null && row.referenceNumber !== null && underReview.has(row.referenceNumber),
    };
    planPerson(person, { courseRunId, runWillExist, removals }, decisions);
  }

  markUnlisted(listed, rowsOfRun, decisions);
  return sortDecisions(decisions);
}

function listEnrolments(enrolments: readonly SsgEnrolment[], local: CourseRunState): ListedEnrolment[] {
  const rowOf = new Map(local.enrolments.flatMap((row) => (row.referenceNumber === null ? [] : [[row.referenceNumber, row]])));
  const decidedFor = new Map(local.decidedLearners?.map(({ referenceNumber, learnerId }) => [referenceNumber, learnerId]));
  const claims = enrolments.map(({ referenceNumber, trainee }) => {
    const decidedId = decidedFor.get(referenceNumber) ?? null;
    // A row that is here already belongs to whom it belongs: no decision moves it to another learner.
    const ownerId = rowOf.get(referenceNumber)?.learnerId ?? decidedId;
    return { referenceNumber, trainee, ownerId, decided: decidedId !== null && ownerId === decidedId };
  });
  const matches = matchLearners(claims, local.learners);
  return enrolments.flatMap((ssg) => {
    const match = matches.get(ssg.referenceNumber);
    if (!match) return [];
    const status = normaliseEnrolmentStatus(ssg.status);
    return [{ ssg, status, local: rowOf.get(ssg.referenceNumber) ?? null, match }];
  });
}

/** S0.19: what an admin moved to another run stays there, however long SSG has it in this one; status and payload are SSG's (S0.16). */
function leaveWhereItIs(row: LocalEnrolment, enrolment: ListedEnrolment, decisions: EnrolmentDecisions): void {
  const { referenceNumber, status } = enrolment.ssg;
  if (enrolment.status === null) decisions.notices.push(unknownStatus(referenceNumber, status, row.status));
  const change = followWhereItIs(row, enrolment);
  if (change) {
    decisions.enrolments.push(change);
    return;
  }
  const reason = 'An admin moved this enrolment to another run of the course; SSG has it in this one still.';
  decisions.skips.push(skip(enrolment, 'S0.19 admin-moves', reason));
}

/** Bug 14: live rows of the run that SSG no longer lists are marked, never deleted; their status stays. */
function markUnlisted(
  listed: readonly ListedEnrolment[],
  rowsOfRun: CourseRunState['enrolments'],
  decisions: EnrolmentDecisions,
): void {
  const references = new Set(listed.map(({ ssg }) => ssg.referenceNumber));
  const followed = new Set(decisions.enrolments.map(({ target }) => target?.id));
  for (const row of rowsOfRun) {
    if (isAdminRemoved(row.status) || !isLive(row.status) || followed.has(row.id)) continue;
    if (row.referenceNumber !== null && references.has(row.referenceNumber)) continue;
    const change = markUnconfirmed(row);
    if (change) decisions.enrolments.push(change);
  }
}
