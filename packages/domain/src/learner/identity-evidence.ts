import type { SsgTrainee } from '../enrolment/enrolment.js';
import { compareText } from '../text/compare-text.js';
import { contactKey } from './contact-key.js';
import type { LocalLearner } from './learner.js';

/** One enrolment's word on who the trainee is. */
export interface TraineeClaim {
  referenceNumber: string;
  trainee: SsgTrainee;
  /** The learner of the local enrolment with this reference number, or whom a person named for it. */
  ownerId: string | null;
  /** True where a person said that the owner is the one: then the identifier SSG sent does not speak against them. */
  decided?: boolean;
}

/** What identifiers and reference numbers say of persons, before e-mail and name are looked at. */
export interface IdentityEvidence {
  /** Every identifier hash that a claim carries, sorted. */
  hashes: readonly string[];
  /**
   * The identifier hash of a claim, as far as it may speak. Where a person named the learner, it does so only if it can mean
   * nobody else and the learner has no other: a decision says who it is, and settles nothing about identifiers in dispute.
   */
  identifierOf(claim: TraineeClaim): string | null;
  /** The learners between whom a claim's identifier and reference number disagree; null where they agree. */
  conflictOf(claim: TraineeClaim): string[] | null;
  /** The learners whom this identifier means for certain: more than one is a contradiction, none leaves it open. */
  strongMatch(hash: string): string[];
  /** The one identifier that reference numbers give a learner who has none yet. */
  claimedHash(learnerId: string): string | null;
  /** True when reference numbers give a learner without identifier more than one. */
  isContested(learnerId: string): boolean;
  /** The contact keys that claims without conflict give for an identifier. */
  contactsOf(hash: string): ReadonlySet<string>;
  /** The identifiers that have this contact key. */
  hashesWith(contact: string): readonly string[];
  /** The local learners who have this contact key. */
  learnersWith(contact: string): readonly LocalLearner[];
}

/** @throws Error when a claim's owner is not among the learners: the facts were read incompletely. */
export function gatherEvidence(claims: readonly TraineeClaim[], learners: readonly LocalLearner[]): IdentityEvidence {
  const byId = new Map(learners.map((learner) => [learner.id, learner]));
  const holderOf = new Map(learners.flatMap(({ id, identifierHash }) => (identifierHash === null ? [] : [[identifierHash, id]])));
  const hashesOfOwner = new Map<string, Set<string>>();
  const openOwnersOf = new Map<string, Set<string>>();
  const hashes = new Set<string>();

  const owned = claims.filter(({ ownerId, trainee }) => ownerId !== null && trainee.identifierHash !== null);
  const ownersByHash = groupBy(
    owned,
    ({ trainee }) => trainee.identifierHash,
    ({ ownerId }) => ownerId,
  );
  const hashesByOwner = groupBy(
    owned,
    ({ ownerId }) => ownerId,
    ({ trainee }) => trainee.identifierHash,
  );
  const identifierOf = ({ trainee: { identifierHash: hash }, ownerId, decided }: TraineeClaim): string | null => {
    if (hash === null || !decided || ownerId === null) return hash;
    const ownHash = byId.get(ownerId)?.identifierHash ?? null;
    if (ownHash !== null) return ownHash === hash ? hash : null;
    const isUndisputed = !holderOf.has(hash) && ownersByHash.get(hash)?.size === 1 && hashesByOwner.get(ownerId)?.size === 1;
    return isUndisputed ? hash : null;
  };

  for (const claim of claims) {
    const { ownerId, referenceNumber } = claim;
    const owner = ownerId === null ? null : byId.get(ownerId);
    if (owner === undefined) {
      throw new Error(
        `Enrolment ${referenceNumber} belongs to learner ${ownerId}, who was not read; read the learners of all enrolments.`,
      );
    }
    const hash = identifierOf(claim);
    if (hash === null) continue;
    hashes.add(hash);
    if (owner === null || owner.identifierHash !== null) continue;
    hashesOfOwner.set(owner.id, (hashesOfOwner.get(owner.id) ?? new Set<string>()).add(hash));
    openOwnersOf.set(hash, (openOwnersOf.get(hash) ?? new Set<string>()).add(owner.id));
  }

  const isContested = (learnerId: string) => (hashesOfOwner.get(learnerId)?.size ?? 0) > 1;
  const openOwners = (hash: string) => [...(openOwnersOf.get(hash) ?? [])].sort(compareText);

  const conflictOf = ({ trainee, ownerId, decided }: TraineeClaim): string[] | null => {
    const hash = trainee.identifierHash;
    if (ownerId === null || hash === null || decided) return null;
    const ownHash = byId.get(ownerId)?.identifierHash ?? null;
    if (ownHash !== null) return ownHash === hash ? null : [ownerId];
    const holder = holderOf.get(hash);
    if (holder !== undefined) return [ownerId, holder];
    if (isContested(ownerId)) return [ownerId];
    return openOwners(hash).length > 1 ? openOwners(hash) : null;
  };

  const strongMatch = (hash: string): string[] => {
    const holder = holderOf.get(hash);
    if (holder !== undefined) return [holder];
    const owners = openOwners(hash);
    // A single owner whom another identifier claims as well says nothing certain.
    return owners.length === 1 && owners.some(isContested) ? [] : owners;
  };

  const claimedHash = (learnerId: string) => {
    const [only, ...others] = hashesOfOwner.get(learnerId) ?? [];
    return only !== undefined && others.length === 0 ? only : null;
  };

  const identified = claims.filter((claim) => identifierOf(claim) !== null && conflictOf(claim) === null);
  const contacts = groupBy(identified, identifierOf, (claim) => contactKey(claim.trainee));
  const identifiers = groupBy(identified, (claim) => contactKey(claim.trainee), identifierOf);
  const locals = groupBy(learners, contactKey, (learner) => learner);

  return {
    hashes: [...hashes].sort(compareText),
    identifierOf,
    conflictOf,
    strongMatch,
    claimedHash,
    isContested,
    contactsOf: (hash) => contacts.get(hash) ?? new Set(),
    hashesWith: (contact) => [...(identifiers.get(contact) ?? [])].sort(compareText),
    learnersWith: (contact) => [...(locals.get(contact) ?? [])],
  };
}

function groupBy<Item, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
  valueOf: (item: Item) => Value | null,
): Map<string, Set<Value>> {
  const groups = new Map<string, Set<Value>>();
  for (const item of items) {
    const [key, value] = [keyOf(item), valueOf(item)];
    if (key !== null && value !== null) groups.set(key, (groups.get(key) ?? new Set<Value>()).add(value));
  }
  return groups;
}
