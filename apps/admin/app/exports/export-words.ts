import { graphql } from '~/api/graphql';

export type ExportConnection = ReturnType<typeof graphql.scalar<'ExportConnection'>>;
export type ExportFormat = ReturnType<typeof graphql.scalar<'ExportFormat'>>;

/** The lists that can be written to a file: their names, and the right to read them. */
export const EXPORTED_LISTS: Record<ExportConnection, { title: string; needs: string }> = {
  COURSE_RUNS: { title: 'Classes', needs: 'course_run.read' },
  ENROLMENTS: { title: 'Enrolments', needs: 'enrolment.read' },
  LEARNERS: { title: 'Learners', needs: 'learner.read' },
  TRAINERS: { title: 'Trainers', needs: 'trainer.read' },
  SYNC_LOGS: { title: 'Sync logs', needs: 'sync.read' },
  AUDIT_ENTRIES: { title: 'Audit', needs: 'audit.read' },
};

export const FORMAT_WORDS: Record<ExportFormat, { title: string; hint: string }> = {
  CSV: { title: 'CSV', hint: 'For Excel and other spreadsheets.' },
  JSONL: { title: 'JSON lines', hint: 'For programs: one JSON object a line, nested as in the API.' },
};

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** `820 bytes`, `12.4 KB`, `3 MB`: in thousands, as file managers count. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** power;
  return `${power === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10} ${UNITS[power]}`;
}
