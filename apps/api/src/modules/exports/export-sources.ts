import type { ExportConnection } from './export-kinds.js';
import type { ExportSource } from './export-source.js';
import { auditEntrySource } from './sources/audit-entries.js';
import { courseRunSource } from './sources/course-runs.js';
import { enrolmentSource } from './sources/enrolments.js';
import { learnerSource } from './sources/learners.js';
import { syncLogSource } from './sources/sync-logs.js';
import { trainerSource } from './sources/trainers.js';

/** Where the rows of each list come from. */
export const EXPORT_SOURCES: Record<ExportConnection, ExportSource> = {
  course_runs: courseRunSource,
  enrolments: enrolmentSource,
  learners: learnerSource,
  trainers: trainerSource,
  sync_logs: syncLogSource,
  audit_entries: auditEntrySource,
};
