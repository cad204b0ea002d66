import { contactKey } from '../learner/contact-key.js';
import type { LocalEnrolment } from './enrolment.js';
import type { ListedEnrolment } from './listed-enrolment.js';
import { isAdminRemoved } from './status.js';

/** Whom an admin has taken out of the run, by everything that may tell them: the sync must not bring them back (S0.18, bug 17). */
export interface Removals {
  /** True when an admin removed this very enrolment (S0.17). */
  isRemoved(enrolment: ListedEnrolment): boolean;
  /** The row of this very enrolment where an admin moved it to another run (S0.19); else null. */
  movedRow(enrolment: ListedEnrolment): LocalEnrolment | null;
  /** True when an admin took the person out of the run: bringing them in under another reference number would undo it. */
  concerns(enrolment: ListedEnrolment): boolean;
}

/**
 * Gathers the removals that matter to one run: its removed rows, the rows that an admin moved to another run, and every
 * listed enrolment with such a row. The person behind one of these is known by the row's learner, by SSG's identifier, and by
 * SSG's e-mail and name, unless two different identifiers say that it is somebody else.
 */
export function gatherRemovals(
  listed: readonly ListedEnrolment[],
  rows: readonly LocalEnrolment[],
  courseRunId: string | null,
): Removals {
  const movedRow = ({ local }: ListedEnrolment) => (local !== null && wasMovedAway(local, courseRunId) ? local : null);
  const takenOut = rows.filter((row) =>
    row.courseRunId === courseRunId ? isAdminRemoved(row.status) : wasMovedAway(row, courseRunId),
  );
  const persons = new Set(takenOut.map((row) => `learner ${row.learnerId}`));
  const hashes = new Set<string>();
  const hashesByContact = new Map<string, Set<string | null>>();
  for (const enrolment of listed.filter((candidate) => isRemoved(candidate) || movedRow(candidate) !== null)) {
    const { identifierHash } = enrolment.ssg.trainee;
    const contact = contactKey(enrolment.ssg.trainee);
    if (enrolment.local) persons.add(`learner ${enrolment.local.learnerId}`);
    if (identifierHash !== null) hashes.add(identifierHash);
    if (contact !== null)
      hashesByContact.set(contact, (hashesByContact.get(contact) ?? new Set<string | null>()).add(identifierHash));
  }

  const concerns = ({ ssg, match }: ListedEnrolment) => {
    const { identifierHash } = ssg.trainee;
    if (match.kind !== 'review' && persons.has(match.person)) return true;
    if (identifierHash !== null && hashes.has(identifierHash)) return true;
    // A person has said that it is somebody else, who may share e-mail and name with whom was taken out.
    if (match.kind === 'known' && match.decided) return false;
    const removedHashes = hashesByContact.get(contactKey(ssg.trainee) ?? '') ?? new Set<string | null>();
    return removedHashes.has(null) || (identifierHash === null && removedHashes.size > 0);
  };
  return { isRemoved, movedRow, concerns };
}

/** SSG has the row in this run, or had, and an admin has put it in another one. */
function wasMovedAway(row: LocalEnrolment, courseRunId: string | null): boolean {
  return row.placedByAdmin === true && row.courseRunId !== courseRunId;
}

function isRemoved({ local }: ListedEnrolment): boolean {
  return local !== null && isAdminRemoved(local.status);
}
