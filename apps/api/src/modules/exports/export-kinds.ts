import type { Action } from '@rollcall/domain/permission/actions';

/** The lists that can be written to a file, as stored. */
export const EXPORT_CONNECTIONS = ['course_runs', 'enrolments', 'learners', 'trainers', 'sync_logs', 'audit_entries'] as const;
export type ExportConnection = (typeof EXPORT_CONNECTIONS)[number];

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_STATUSES = ['queued', 'running', 'completed', 'failed'] as const;

/** What whoever wants a list as a file must be allowed to read. */
export const EXPORT_READS: Record<ExportConnection, Action> = {
  course_runs: 'course_run.read',
  enrolments: 'enrolment.read',
  learners: 'learner.read',
  trainers: 'trainer.read',
  sync_logs: 'sync.read',
  audit_entries: 'audit.read',
};

/** The list's field of `Query`, by which its filter is named too. */
export const EXPORT_FIELDS = {
  course_runs: 'courseRuns',
  enrolments: 'enrolments',
  learners: 'learners',
  trainers: 'trainers',
  sync_logs: 'syncLogs',
  audit_entries: 'auditEntries',
} as const satisfies Record<ExportConnection, string>;

export type ExportField = (typeof EXPORT_FIELDS)[ExportConnection];

/** Filters as callers gave them, checked by GraphQL, by the field of `Query`. */
export type ExportFilters = Partial<Record<ExportField, object | null | undefined>>;
