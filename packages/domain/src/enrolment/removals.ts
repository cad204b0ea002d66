import { contactKey } from '../learner/contact-key.js';
import type { LocalEnrolment } from './enrolment.js';
import type { ListedEnrolment } from './listed-enrolment.js';
import { isAdminRemoved } from './status.js';

/** Whom an admin has removed, by everything that may tell them: the sync must not bring them back (S0.18, bug 17). */
export interface Removals {
  /** True when an admin removed this very enrolment (S0.17). */
  isRemoved(enrolment: ListedEnrolment): boolean;
  /** True when an admin removed the person: bringing them in under another reference number would undo it. */
  concerns(enrolment: ListedEnrolment): boolean;
}

/**
 * Gathers the removals that matter to one run: its removed rows, and every listed enrolment whose row was removed.
 * The person behind one of these is known by the row's learner, by SSG's identifier, and by SSG's e-mail and name,
 * unless two different identifiers say that it is somebody else.
 */
export function gatherRemovals(listed: readonly ListedEnrolment[], rowsOfRun: readonly LocalEnrolment[]): Removals {
  const persons = new Set(rowsOfRun.filter((row) => isAdminRemoved(row.status)).map((row) => `learner ${row.learnerId}`));
  const hashes = new Set<string>();
  const hashesByContact = new Map<string, Set<string | null>>();
  for (const enrolment of listed.filter(isRemoved)) {
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
    const removedHashes = hashesByContact.get(contactKey(ssg.trainee) ?? '') ?? new Set<string | null>();
    return removedHashes.has(null) || (identifierHash === null && removedHashes.size > 0);
  };
  return { isRemoved, concerns };
}

function isRemoved({ local }: ListedEnrolment): boolean {
  return local !== null && isAdminRemoved(local.status);
}
