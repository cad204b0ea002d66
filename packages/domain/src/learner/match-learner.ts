import type { SsgTrainee } from '../enrolment/enrolment.js';
import { compareText } from '../text/compare-text.js';
import { contactKey } from './contact-key.js';
import { gatherEvidence, type IdentityEvidence, type TraineeClaim } from './identity-evidence.js';
import type { LearnerReviewReason, LocalLearner } from './learner.js';

/** Who a trainee is. New persons are named by what identifies them, so that two claims of one person agree. */
export type LearnerMatch =
  | { kind: 'known'; person: string; learnerId: string; decided?: Decided }
  | { kind: 'new'; person: string }
  | { kind: 'review'; reason: LearnerReviewReason; message: string; candidateIds: string[] };

/** A person said who it is. */
export interface Decided {
  /** Whether nothing speaks against the identifier SSG sent being that learner's own. */
  identifierIsTheirs: boolean;
}

/**
 * Finds the learner of every claim: by what a person decided, else by identifier hash, else by the local enrolment with the reference number,
 * else by e-mail and name (bug 18). Claims are judged together: the same identifier is the same person, and a
 * local learner whom two identifiers could mean is nobody's until a person has looked. The answer depends neither
 * on the order of the claims nor on whether what it leads to has already been written.
 */
export function matchLearners(claims: readonly TraineeClaim[], learners: readonly LocalLearner[]): Map<string, LearnerMatch> {
  const evidence = gatherEvidence(claims, learners);
  const byIdentifier = matchIdentifiers(evidence);
  return new Map(claims.map((claim) => [claim.referenceNumber, matchClaim(claim, evidence, byIdentifier)]));
}

function matchClaim(
  claim: TraineeClaim,
  evidence: IdentityEvidence,
  byIdentifier: ReadonlyMap<string, LearnerMatch>,
): LearnerMatch {
  if (claim.decided && claim.ownerId !== null) {
    return { ...known(claim.ownerId), decided: { identifierIsTheirs: evidence.identifierOf(claim) !== null } };
  }
  const conflict = evidence.conflictOf(claim);
  if (conflict !== null) return identifierConflict(conflict);
  if (claim.ownerId !== null) return known(claim.ownerId);
  const hash = claim.trainee.identifierHash;
  const identified = hash === null ? undefined : byIdentifier.get(hash);
  return identified ?? matchByContact(claim.trainee, evidence, byIdentifier);
}

/** One answer per identifier, for the claims that carry it and have no enrolment here. */
function matchIdentifiers(evidence: IdentityEvidence): Map<string, LearnerMatch> {
  const wantedBy = new Map<string, Set<string>>();
  const candidatesOf = new Map<string, string[]>();
  for (const hash of evidence.hashes) {
    const strong = evidence.strongMatch(hash);
    candidatesOf.set(hash, strong.length > 0 ? strong : candidatesByContact(hash, evidence));
    if (strong.length > 0) continue;
    for (const id of candidatesOf.get(hash) ?? []) wantedBy.set(id, (wantedBy.get(id) ?? new Set<string>()).add(hash));
  }
  const matches = new Map<string, LearnerMatch>();
  for (const [hash, candidateIds] of candidatesOf) {
    const [only, ...others] = candidateIds;
    const disputed = candidateIds.some((id) => evidence.isContested(id) || (wantedBy.get(id)?.size ?? 0) > 1);
    if (only === undefined) matches.set(hash, { kind: 'new', person: `identifier ${hash}` });
    else matches.set(hash, others.length > 0 || disputed ? ambiguous(candidateIds) : known(only));
  }
  return matches;
}

/** Learners without an identifier of their own, and without one that a reference number gives them. */
function candidatesByContact(hash: string, evidence: IdentityEvidence): string[] {
  const learners = [...evidence.contactsOf(hash)].flatMap((contact) => evidence.learnersWith(contact));
  const open = learners.filter((learner) => learner.identifierHash === null && evidence.claimedHash(learner.id) === null);
  return [...new Set(open.map((learner) => learner.id))];
}

/** A claim with neither identifier nor enrolment here. Persons whom SSG names with an identifier in this run are candidates too. */
function matchByContact(
  trainee: SsgTrainee,
  evidence: IdentityEvidence,
  byIdentifier: ReadonlyMap<string, LearnerMatch>,
): LearnerMatch {
  const contact = contactKey(trainee);
  if (contact === null) {
    return {
      kind: 'review',
      reason: 'no_identity',
      message: 'SSG sent no identifier, and not both name and e-mail, so nobody can be told; complete the record at SSG.',
      candidateIds: [],
    };
  }
  const candidates = new Map<string, LearnerMatch>();
  for (const learner of evidence.learnersWith(contact)) candidates.set(`learner ${learner.id}`, known(learner.id));
  for (const hash of evidence.hashesWith(contact)) {
    const match = byIdentifier.get(hash);
    if (!match || match.kind === 'review') return ambiguous(match?.candidateIds ?? []);
    candidates.set(match.person, match);
  }
  const [only, ...others] = candidates.values();
  if (others.length > 0) {
    return ambiguous([...candidates.values()].flatMap((match) => (match.kind === 'known' ? [match.learnerId] : [])));
  }
  return only ?? { kind: 'new', person: `contact ${contact}` };
}

function known(learnerId: string): Extract<LearnerMatch, { kind: 'known' }> {
  return { kind: 'known', person: `learner ${learnerId}`, learnerId };
}

function ambiguous(candidateIds: readonly string[]): LearnerMatch {
  return {
    kind: 'review',
    reason: 'ambiguous_learner',
    message: 'More than one person could be meant; choose the learner, or record the identifier of the one who is meant.',
    candidateIds: [...candidateIds].sort(compareText),
  };
}

function identifierConflict(candidateIds: readonly string[]): LearnerMatch {
  return {
    kind: 'review',
    reason: 'identifier_conflict',
    message: 'The identifier SSG sent is not that of the learner who holds this reference number; find out who is right.',
    candidateIds: [...candidateIds].sort(compareText),
  };
}
