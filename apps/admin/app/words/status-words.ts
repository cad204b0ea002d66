import { graphql } from '~/api/graphql';
import type { Word } from './tone';

type Enum<Name extends Parameters<typeof graphql.scalar>[0]> = ReturnType<typeof graphql.scalar<Name>>;

/** The words and colours of every status, the same on every page. A status the API adds is a type error here. */
export const STATUS_WORDS = {
  classStatus: {
    CONFIRMED: { label: 'Confirmed', tone: 'good' },
    PENDING: { label: 'Pending', tone: 'warn' },
    CANCELLED: { label: 'Cancelled', tone: 'calm' },
  } satisfies Record<Enum<'ClassStatus'>, Word>,
  classType: {
    PHYSICAL: { label: 'Physical', tone: 'calm' },
    VIRTUAL: { label: 'Virtual', tone: 'calm' },
    HYBRID: { label: 'Hybrid', tone: 'calm' },
  } satisfies Record<Enum<'ClassType'>, Word>,
  lifecycle: {
    SCHEDULED: { label: 'Scheduled', tone: 'info' },
    ACTIVE: { label: 'Active', tone: 'good' },
    PAUSED: { label: 'Paused', tone: 'warn' },
    COMPLETED: { label: 'Completed', tone: 'calm' },
    CANCELLED: { label: 'Cancelled', tone: 'calm' },
  } satisfies Record<Enum<'Lifecycle'>, Word>,
  enrolment: {
    CONFIRMED: { label: 'Confirmed', tone: 'good' },
    ACTIVE: { label: 'Active', tone: 'good' },
    PENDING: { label: 'Pending', tone: 'warn' },
    ADMIN_REMOVED: { label: 'Admin Removed', tone: 'bad' },
    CANCELLED: { label: 'Cancelled', tone: 'calm' },
    REJECTED: { label: 'Rejected', tone: 'calm' },
    WITHDRAWN: { label: 'Withdrawn', tone: 'calm' },
  } satisfies Record<Enum<'EnrolmentStatus'>, Word>,
  chainRun: {
    QUEUED: { label: 'Queued', tone: 'info' },
    RUNNING: { label: 'Running', tone: 'info' },
    AWAITING_APPROVAL: { label: 'Awaiting approval', tone: 'warn' },
    COMPLETED: { label: 'Completed', tone: 'good' },
    PARTIAL: { label: 'Partial', tone: 'warn' },
    FAILED: { label: 'Failed', tone: 'bad' },
    INTERRUPTED: { label: 'Interrupted', tone: 'bad' },
    CANCELLED: { label: 'Cancelled', tone: 'calm' },
    SKIPPED: { label: 'Skipped', tone: 'calm' },
  } satisfies Record<Enum<'ChainRunStatus'>, Word>,
  step: {
    WAITING: { label: 'Waiting', tone: 'calm' },
    READY: { label: 'Ready', tone: 'info' },
    RUNNING: { label: 'Running', tone: 'info' },
    AWAITING_APPROVAL: { label: 'Awaiting approval', tone: 'warn' },
    COMPLETED: { label: 'Completed', tone: 'good' },
    REUSED: { label: 'Reused', tone: 'good' },
    FAILED: { label: 'Failed', tone: 'bad' },
    INTERRUPTED: { label: 'Interrupted', tone: 'bad' },
    CANCELLED: { label: 'Cancelled', tone: 'calm' },
    SKIPPED: { label: 'Skipped', tone: 'calm' },
  } satisfies Record<Enum<'ChainStepStatus'>, Word>,
  trigger: {
    SCHEDULE: { label: 'Schedule', tone: 'calm' },
    MANUAL: { label: 'By hand', tone: 'accent' },
    RESUME: { label: 'Resume', tone: 'accent' },
    CATCH_UP: { label: 'Catch-up', tone: 'calm' },
    START: { label: 'Start', tone: 'calm' },
  } satisfies Record<Enum<'ChainRunTrigger'>, Word>,
  syncBatch: {
    RUNNING: { label: 'Running', tone: 'info' },
    COMPLETED: { label: 'Completed', tone: 'good' },
    PARTIAL: { label: 'Partial', tone: 'warn' },
    FAILED: { label: 'Failed', tone: 'bad' },
    INTERRUPTED: { label: 'Interrupted', tone: 'bad' },
  } satisfies Record<Enum<'SyncBatchStatus'>, Word>,
  syncLog: {
    SUCCESS: { label: 'Success', tone: 'good' },
    UNCHANGED: { label: 'Unchanged', tone: 'calm' },
    NO_ENROLMENTS: { label: 'No enrolments', tone: 'calm' },
    NO_RUNS: { label: 'No runs', tone: 'calm' },
    NOT_LISTED: { label: 'Not listed', tone: 'warn' },
    HELD: { label: 'Held', tone: 'warn' },
    PENDING: { label: 'Pending', tone: 'info' },
    ERROR: { label: 'Error', tone: 'bad' },
  } satisfies Record<Enum<'SyncLogStatus'>, Word>,
  incident: {
    OPEN: { label: 'Open', tone: 'bad' },
    CLOSED: { label: 'Closed', tone: 'good' },
  } satisfies Record<Enum<'IncidentStatus'>, Word>,
  learnerReview: {
    OPEN: { label: 'Open', tone: 'warn' },
    RESOLVED: { label: 'Resolved', tone: 'good' },
    DISMISSED: { label: 'Dismissed', tone: 'calm' },
  } satisfies Record<Enum<'LearnerReviewStatus'>, Word>,
  approval: {
    WAITING: { label: 'Waiting', tone: 'warn' },
    APPROVED: { label: 'Approved', tone: 'good' },
    REJECTED: { label: 'Rejected', tone: 'bad' },
    SUPERSEDED: { label: 'Superseded', tone: 'calm' },
  } satisfies Record<Enum<'ChainApprovalStatus'>, Word>,
  delivery: {
    PENDING: { label: 'Pending', tone: 'info' },
    SENT: { label: 'Sent', tone: 'good' },
    DEAD: { label: 'Given up', tone: 'bad' },
  } satisfies Record<Enum<'WebhookDeliveryStatus'>, Word>,
  dataExport: {
    QUEUED: { label: 'Queued', tone: 'info' },
    RUNNING: { label: 'Running', tone: 'info' },
    COMPLETED: { label: 'Ready', tone: 'good' },
    FAILED: { label: 'Failed', tone: 'bad' },
  } satisfies Record<Enum<'DataExportStatus'>, Word>,
  apiKey: {
    ACTIVE: { label: 'Active', tone: 'good' },
    EXPIRED: { label: 'Expired', tone: 'calm' },
    REVOKED: { label: 'Revoked', tone: 'calm' },
  } satisfies Record<Enum<'ApiKeyStatus'>, Word>,
  assignment: {
    ADMIN: { label: 'Admin', tone: 'accent' },
    SSG: { label: 'SSG', tone: 'info' },
    EMAIL_LIST: { label: 'E-mail list', tone: 'calm' },
    NAME_LIST: { label: 'Name list', tone: 'calm' },
  } satisfies Record<Enum<'AssignmentSource'>, Word>,
  owner: {
    ADMIN: { label: 'Admin', tone: 'accent' },
    SSG: { label: 'SSG', tone: 'info' },
    FALLBACK: { label: 'Fallback', tone: 'calm' },
    SCHEDULE: { label: 'Schedule', tone: 'calm' },
  } satisfies Record<Enum<'FieldOwner'>, Word>,
  verdict: {
    NEXT: { label: 'Next', tone: 'good' },
    ELIGIBLE: { label: 'Could be asked', tone: 'info' },
    ASSIGNED: { label: 'Assigned', tone: 'accent' },
    DECLINED: { label: 'Declined', tone: 'warn' },
    UNKNOWN: { label: 'Unknown', tone: 'bad' },
    AMBIGUOUS: { label: 'Ambiguous', tone: 'bad' },
    INACTIVE: { label: 'Inactive', tone: 'calm' },
    NOT_TRAINER: { label: 'No trainer', tone: 'calm' },
  } satisfies Record<Enum<'NextTrainerVerdict'>, Word>,
  runTrainerRole: {
    TRAINER: { label: 'Trainer', tone: 'calm' },
    ASSESSOR: { label: 'Assessor', tone: 'calm' },
  } satisfies Record<Enum<'RunTrainerRole'>, Word>,
};

export type StatusKind = keyof typeof STATUS_WORDS;
export type StatusOf<Kind extends StatusKind> = keyof (typeof STATUS_WORDS)[Kind] & string;

/** The word for a status; one that is not known here is shown as it came, calmly. */
export function statusWord<Kind extends StatusKind>(kind: Kind, status: StatusOf<Kind>): Word {
  const words: Record<string, Word> = STATUS_WORDS[kind];
  return words[status] ?? { label: status, tone: 'calm' };
}

/** For a select: each status with its label. */
export const statusOptions = (kind: StatusKind): { value: string; label: string }[] =>
  Object.entries<Word>(STATUS_WORDS[kind]).map(([value, { label }]) => ({ value, label }));
