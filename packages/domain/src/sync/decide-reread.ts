import type { RuleId } from '../change/rules.js';
import type { SyncLogStatus } from './decide-batch.js';

/** An update this much older than the start of the last reading was certainly seen by it: clocks differ, and SSG's has seconds only. */
export const CLOCK_MARGIN_MS = 60 * 60 * 1000;

/** Statuses of a line after which nothing was left to do. */
const DONE = ['success', 'no_enrolments', 'unchanged'] as const satisfies readonly SyncLogStatus[];

/** What is known of a run that SSG has just listed, before its enrolments are read. */
export interface RereadFacts {
  /** Null where SSG does not list the run under its course. */
  listing: { hash: string; learnerCount: number | null } | null;
  isHere: boolean;
  /** The run's newest line of an earlier batch. */
  lastLine: { status: SyncLogStatus; isSinceWatermark: boolean } | null;
  /** Its newest line of a batch that read the run's enrolments. */
  lastReading: {
    /** When the batch began. Epoch milliseconds. */
    startedAt: number;
    listingHash: string | null;
    learnerCount: number | null;
    /** Whether the run had an active enrolment, and so was to be here (S0.20). */
    gateWasOpen: boolean;
  } | null;
  /** SSG's updates of the run's enrolments in the update window; null where there are none. */
  updates: EnrolmentUpdates | null;
  /** An enrolment of the run waits for a person, or has been decided since the last reading (bug 18). */
  hasReview: boolean;
  /** An enrolment of the run was written here since the last reading, and not by a sync (S0.19). */
  changedHere: boolean;
}

export interface EnrolmentUpdates {
  count: number;
  /** Epoch milliseconds; null where SSG gave a time that nobody can read. */
  newestAt: number | null;
}

export interface RereadDecision {
  read: boolean;
  rule: Extract<
    RuleId,
    | 'bug 14 learner-count'
    | 'bug 16 not-listed'
    | 'bug 18 learner-review'
    | 'bug 61 never-read'
    | 'bug 61 listing-changed'
    | 'bug 61 enrolment-updated'
    | 'bug 61 changed-here'
    | 'bug 61 unchanged'
  >;
  reason: string;
}

/**
 * Whether an incremental sync reads a run again (bug 61). It is read unless everything says that reading it would find what
 * the last reading found; whatever is not known counts as changed.
 *
 * SSG does not say whether its learner count includes cancelled enrolments, so the count is held against SSG's own count of
 * the last reading, and never against rows here: a difference that was there then is not read again and again (bug 14).
 *
 * What no incremental sync can see is left to the next full one: an enrolment that SSG drops without updating anything and
 * without changing the run's learner count; one that it gives back-dated, more than the overlap after the fact; and, where
 * the keys of the identifiers were changed, the new hashes.
 */
export function decideReread(facts: RereadFacts): RereadDecision {
  const { listing, lastLine, lastReading } = facts;
  if (listing === null)
    return read('bug 16 not-listed', 'SSG does not list the run under its course, so it is asked for by its id.');
  if (lastLine === null || lastReading === null) return read('bug 61 never-read', 'No sync has read the run yet.');
  if (!DONE.some((status) => status === lastLine.status)) {
    return read('bug 61 never-read', `The last sync left the run as ${lastLine.status}.`);
  }
  if (!lastLine.isSinceWatermark) return read('bug 61 never-read', 'The run was not in the window of the last complete sync.');
  if (lastReading.gateWasOpen && !facts.isHere) {
    return read('bug 61 never-read', 'The run had an active enrolment when it was last read, and is not here.');
  }
  return changeAtSsg(listing, lastReading, facts.updates) ?? changeHere(facts) ?? unchanged(facts.updates);
}

function changeAtSsg(
  listing: NonNullable<RereadFacts['listing']>,
  lastReading: NonNullable<RereadFacts['lastReading']>,
  updates: EnrolmentUpdates | null,
): RereadDecision | null {
  const [before, now] = [lastReading.learnerCount, listing.learnerCount];
  if (before !== null && now !== null && before !== now) {
    return read('bug 14 learner-count', `SSG counts ${now} learners; it was ${before} when the run was last read.`);
  }
  if (listing.hash !== lastReading.listingHash) {
    return read('bug 61 listing-changed', 'SSG lists the run otherwise than when it was last read.');
  }
  if (updates === null) return null;
  if (updates.newestAt === null) {
    return read('bug 61 enrolment-updated', 'SSG updated an enrolment of the run at a time that nobody can read.');
  }
  return updates.newestAt < lastReading.startedAt - CLOCK_MARGIN_MS
    ? null
    : read(
        'bug 61 enrolment-updated',
        `SSG updated ${enrolments(updates.count)} of the run, and at least one since it was last read.`,
      );
}

function changeHere({ hasReview, changedHere }: RereadFacts): RereadDecision | null {
  if (hasReview) return read('bug 18 learner-review', 'An enrolment of the run waits for a person, or has been decided by one.');
  return changedHere ? read('bug 61 changed-here', 'An enrolment of the run was changed here since it was last read.') : null;
}

function unchanged(updates: EnrolmentUpdates | null): RereadDecision {
  const seen = updates === null ? '' : ` ${enrolments(updates.count)} in the overlap had been read already.`;
  return {
    read: false,
    rule: 'bug 61 unchanged',
    reason: `SSG lists the run as it did, and updated no enrolment of it since.${seen}`,
  };
}

function read(rule: RereadDecision['rule'], reason: string): RereadDecision {
  return { read: true, rule, reason };
}

const enrolments = (count: number): string => (count === 1 ? '1 enrolment' : `${count} enrolments`);
