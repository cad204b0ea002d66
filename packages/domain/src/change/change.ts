import type { Owner, RuleId } from './rules.js';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** One field of one entity: what it was, what it becomes, who owns it and which rule decided. Field names are column names. */
export interface FieldChange {
  field: string;
  before: JsonValue;
  after: JsonValue;
  owner: Owner;
  rule: RuleId;
}

export const ENTITY_TYPES = [
  'course',
  'course_run',
  'course_run_trainer',
  'course_run_trainer_decline',
  'enrolment',
  'learner',
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** Those that a sync writes; the others are an admin's alone. */
export const SYNCED_ENTITY_TYPES = ['course_run', 'course_run_trainer', 'enrolment', 'learner'] as const satisfies EntityType[];
export type SyncedEntityType = (typeof SYNCED_ENTITY_TYPES)[number];

/** Something that was decided and changes nothing: a skip with its reason. `key` is the SSG run id or reference number. */
export interface Skip {
  key: string;
  rule: RuleId;
  reason: string;
}

/** Why a name or an e-mail address gave no trainer (bugs 9, 10, X26). */
export const TRAINER_NOTICE_CODES = [
  'ambiguous_trainer',
  'unknown_trainer',
  'not_a_trainer',
  'inactive_trainer',
  'assessor_only',
  'unknown_role',
] as const;
export type TrainerNoticeCode = (typeof TRAINER_NOTICE_CODES)[number];

/** Something a person should know though the sync went on. */
export interface Notice {
  key: string;
  rule: RuleId;
  message: string;
  /** For notices that a page groups or offers a remedy for. */
  code?: TrainerNoticeCode;
  /** Users who may be meant. */
  candidateIds?: string[];
}
