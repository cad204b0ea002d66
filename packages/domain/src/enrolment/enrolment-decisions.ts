import type { Notice, Skip } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { EnrolmentChange, LearnerChange } from '../course-run/plan.js';
import type { LearnerReview } from '../learner/learner.js';
import { compareText } from '../text/compare-text.js';
import type { EnrolmentStatus } from './enrolment.js';
import type { ListedEnrolment } from './listed-enrolment.js';

/** What was decided for the enrolments of a run, as the plan carries it. */
export interface EnrolmentDecisions {
  learners: LearnerChange[];
  enrolments: EnrolmentChange[];
  reviews: LearnerReview[];
  skips: Skip[];
  notices: Notice[];
  unchanged: string[];
}

export function noDecisions(): EnrolmentDecisions {
  return { learners: [], enrolments: [], reviews: [], skips: [], notices: [], unchanged: [] };
}

/** Sorted by key: neither the order of SSG's answer nor the size of its pages shows in a plan. */
export function sortDecisions(decisions: EnrolmentDecisions): EnrolmentDecisions {
  return {
    learners: byKey(decisions.learners),
    enrolments: byKey(decisions.enrolments),
    reviews: [...decisions.reviews].sort((left, right) => compareText(left.referenceNumber, right.referenceNumber)),
    skips: byKey(decisions.skips),
    notices: byKey(decisions.notices),
    unchanged: [...decisions.unchanged].sort(compareText),
  };
}

export function skip({ ssg }: ListedEnrolment, rule: RuleId, reason: string): Skip {
  return { key: ssg.referenceNumber, rule, reason };
}

export function review(
  { ssg }: ListedEnrolment,
  reason: LearnerReview['reason'],
  message: string,
  candidateIds: readonly string[] = [],
): LearnerReview {
  return { referenceNumber: ssg.referenceNumber, reason, message, candidateIds: [...candidateIds] };
}

/** SSG sent a word that has no meaning here for a row that is here (bug 20). */
export function unknownStatus(referenceNumber: string, word: string, status: EnrolmentStatus): Notice {
  const message = `SSG sent the status "${word}", which has no meaning here; the enrolment stays ${status}.`;
  return { key: referenceNumber, rule: 'bug 20 unknown-status', message };
}

function byKey<Item extends { key: string; rule: RuleId }>(items: readonly Item[]): Item[] {
  return [...items].sort((left, right) => compareText(left.key, right.key) || compareText(left.rule, right.rule));
}
