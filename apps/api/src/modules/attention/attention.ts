import type { IsoDate } from '@rollcall/domain/calendar/iso-date';

/** What can need a person's attention, the most urgent first. */
export const ATTENTION_KINDS = [
  'chain_run_waiting',
  'chain_run_failed',
  'incident_open',
  'run_without_trainer',
  'trainer_list_exhausted',
  'ambiguous_trainer',
  'sync_error',
  'activated_pending',
  'activated_empty',
  'missed_window',
  'trainer_drift',
  'learner_review',
  'enrolment_unconfirmed',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** One thing that needs attention, told without anybody's name or identifier. */
export interface AttentionItem {
  /** SSG's run id, a course code, the number of a chain run, or the title of an incident. */
  key: string;
  courseCode: string | null;
  detail: string;
  /** How many things it stands for: the enrolments of one run are one item. */
  number: number;
  node: AttentionNode;
}

/** The row that an item speaks of, by its GraphQL type; of several the oldest. */
export interface AttentionNode {
  type: 'ChainRun' | 'CourseRun' | 'Incident' | 'LearnerReview' | 'SyncLog';
  id: string;
}

export interface AttentionGroup {
  kind: AttentionKind;
  /** How many there are; `items` holds the first of them. */
  total: number;
  items: AttentionItem[];
}

/** What needs attention at a provider: groups that are not empty, the most urgent first. */
export interface Attention {
  providerName: string;
  today: IsoDate;
  groups: AttentionGroup[];
}

/** A row of an attention query: facts that `detailOf` makes a sentence of. */
export interface AttentionRow {
  kind: AttentionKind;
  key: string;
  courseCode: string | null;
  /** A day, `YYYY-MM-DD`, where the kind has one. */
  day: IsoDate | null;
  /** A second day, or a word. */
  fact: string | null;
  /** How many things the row stands for. */
  number: number;
  nodeType: AttentionNode['type'];
  nodeId: string;
  total: number;
}
