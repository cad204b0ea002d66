/** Where an error code is met. */
export const ERROR_SOURCES = ['act', 'graphql', 'http', 'ssg', 'sync', 'trainer_list', 'learner_review'] as const;
export type ErrorSource = (typeof ERROR_SOURCES)[number];

/** One code that Rollcall can answer, with what it means and what to do next. */
export interface ErrorEntry {
  code: string;
  source: ErrorSource;
  meaning: string;
  remedy: string;
  /** Another name of the same error: its class, as incidents name it. */
  errorClass: string | null;
}

/** Entries of one source from a table by code. */
export const entriesOf = (
  source: ErrorSource,
  table: Readonly<Record<string, { meaning: string; remedy: string }>>,
): ErrorEntry[] => Object.entries(table).map(([code, words]) => ({ code, source, errorClass: null, ...words }));
