import type { LearnerReference, LocalLearner } from '../learner/learner.js';
import { createLearner, fillInIdentifier } from '../learner/learner-changes.js';
import { chooseEnrolment } from './choose-enrolment.js';
import type { LocalEnrolment } from './enrolment.js';
import { createEnrolment, followSsg } from './enrolment-changes.js';
import { type EnrolmentDecisions, review, skip, unknownStatus } from './enrolment-decisions.js';
import { compareBySsg, type ListedEnrolment, lentBy } from './listed-enrolment.js';
import type { Removals } from './removals.js';
import { isInactive } from './status.js';

/** All enrolments that SSG holds in the run for one person, none of which an admin removed or a person must review. */
export interface PersonInRun {
  enrolments: readonly ListedEnrolment[];
  /** Null for somebody new. */
  learner: LocalLearner | null;
  /** The person's row in this run. */
  row: LocalEnrolment | null;
  /** True when the row's own reference number is listed and waits for a review. */
  rowUnderReview: boolean;
}

export interface RunContext {
  /** The local run's id; null where it does not exist yet. */
  courseRunId: string | null;
  /** True when the run exists after the plan: the gate is open, or it exists already (S0.20). */
  runWillExist: boolean;
  removals: Removals;
}

/** What becomes of one person's enrolments in the run: at most one is written, the others are skipped or reviewed. See README.md. */
export function planPerson(person: PersonInRun, context: RunContext, decisions: EnrolmentDecisions): void {
  const open = withoutRemoved(person, context, decisions);
  const reviewed = conflicts(open, person);
  decisions.reviews.push(
    ...reviewed.map(({ enrolment, message }) => review(enrolment, 'enrolment_conflict', message, learnerIds(person))),
  );
  const remaining = open.filter((enrolment) => !reviewed.some((conflict) => conflict.enrolment === enrolment));

  const chosen = chooseEnrolment(remaining, person.row);
  if (chosen !== null) write(chosen, remaining, person, context, decisions);
  for (const enrolment of remaining) {
    if (enrolment !== chosen) setAside(enrolment, chosen, person, decisions);
  }
}

/** S0.18: whom an admin took out of the run is not brought back under another number; a row the person still has here goes on following SSG. */
function withoutRemoved(person: PersonInRun, { removals }: RunContext, decisions: EnrolmentDecisions): ListedEnrolment[] {
  if (!person.enrolments.some((enrolment) => removals.concerns(enrolment))) return [...person.enrolments];
  const open: ListedEnrolment[] = [];
  for (const enrolment of person.enrolments) {
    if (person.row !== null && enrolment.local?.id === person.row.id) {
      open.push(enrolment);
      continue;
    }
    const reason = `An admin took this learner out of the run; ${enrolment.ssg.referenceNumber} does not bring them back.`;
    decisions.skips.push(skip(enrolment, 'S0.18 removed-learner-stays-out', reason));
  }
  return open;
}

/** What may not be written because the person's row in this run stands in the way. */
function conflicts(
  open: readonly ListedEnrolment[],
  { row, rowUnderReview }: PersonInRun,
): { enrolment: ListedEnrolment; message: string }[] {
  if (row === null) return [];
  return open.flatMap((enrolment) => {
    if (enrolment.local !== null && enrolment.local.id !== row.id) {
      const message = `SSG moved ${enrolment.ssg.referenceNumber} to this run, where the learner has an enrolment already; keep one of them.`;
      return [{ enrolment, message }];
    }
    if (enrolment.local === null && rowUnderReview) {
      const message = `The learner's enrolment in this run waits for a review; ${enrolment.ssg.referenceNumber} waits with it.`;
      return [{ enrolment, message }];
    }
    return [];
  });
}

function write(
  chosen: ListedEnrolment,
  enrolments: readonly ListedEnrolment[],
  person: PersonInRun,
  context: RunContext,
  decisions: EnrolmentDecisions,
): void {
  // The chosen one first, then the others by precedence: the first that has the identifier lends it.
  const others = enrolments.filter((other) => other !== chosen).map(lentBy);
  const sources = [lentBy(chosen), ...others.sort(compareBySsg)] as const;
  const row = chosen.local ?? person.row;
  if (row !== null) {
    const filledIn = person.learner && fillInIdentifier(person.learner, sources);
    if (filledIn) decisions.learners.push(filledIn);
    follow(chosen, row, context, decisions);
    return;
  }
  const learner = referenceTo(person, sources, decisions);
  if (learner === null || chosen.status === null) {
    const message = 'SSG sent neither a name nor a readable identifier; complete the record at SSG.';
    decisions.reviews.push(review(chosen, 'no_identity', message));
    return;
  }
  decisions.enrolments.push(createEnrolment({ ...chosen, status: chosen.status }, learner, context.courseRunId));
}

function follow(chosen: ListedEnrolment, row: LocalEnrolment, context: RunContext, decisions: EnrolmentDecisions): void {
  const { referenceNumber, status } = chosen.ssg;
  if (chosen.status === null) decisions.notices.push(unknownStatus(referenceNumber, status, row.status));
  // An enrolment cannot move into a run that has nothing active and is therefore not created (S0.20).
  const courseRunId = context.runWillExist ? (context.courseRunId ?? 'new') : row.courseRunId;
  const change = followSsg(row, chosen, courseRunId);
  if (change) decisions.enrolments.push(change);
  else decisions.unchanged.push(referenceNumber);
}

function referenceTo(
  person: PersonInRun,
  sources: Parameters<typeof createLearner>[0],
  decisions: EnrolmentDecisions,
): LearnerReference | null {
  if (person.learner) {
    const filledIn = fillInIdentifier(person.learner, sources);
    if (filledIn) decisions.learners.push(filledIn);
    return { kind: 'existing', id: person.learner.id };
  }
  const created = createLearner(sources);
  if (!created) return null;
  decisions.learners.push(created);
  if (created.after.name === created.after.identifierMasked) {
    const message = 'SSG sent no name; the learner is called by the masked identifier until somebody gives a name.';
    decisions.notices.push({ key: created.key, rule: 'bug 18 learner-match', message });
  }
  return { kind: 'new', key: created.key };
}

/** What becomes of an enrolment that is not the one that counts. */
function setAside(
  enrolment: ListedEnrolment,
  chosen: ListedEnrolment | null,
  person: PersonInRun,
  decisions: EnrolmentDecisions,
): void {
  const { referenceNumber, status } = enrolment.ssg;
  const isElsewhere = enrolment.local !== null && enrolment.local.id !== person.row?.id;
  if (isElsewhere) {
    const message = `SSG moved ${referenceNumber} to this run and holds ${chosen?.ssg.referenceNumber ?? 'another enrolment'} of the learner here too; keep one of them.`;
    decisions.reviews.push(review(enrolment, 'enrolment_conflict', message, learnerIds(person)));
  } else if (chosen !== null && (enrolment.status !== null || !isInactive(chosen.status))) {
    const reason = `${chosen.ssg.referenceNumber} is the enrolment of this learner that counts: it is more live, or newer.`;
    decisions.skips.push(skip(enrolment, 'duplicate-enrolment', reason));
  } else if (enrolment.status === null) {
    const message = `SSG sent the status "${status}", which has no meaning here; decide whether the learner takes part.`;
    decisions.reviews.push(review(enrolment, 'unknown_status', message, learnerIds(person)));
  } else {
    decisions.skips.push(
      skip(enrolment, 'S0.14 new-inactive-skipped', `The enrolment is ${enrolment.status} at SSG and unknown here.`),
    );
  }
}

function learnerIds({ learner }: PersonInRun): string[] {
  return learner === null ? [] : [learner.id];
}
