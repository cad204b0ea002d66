/** What kind of expected failure an act met; the API answers each as a type of its own. */
export const REFUSAL_CODES = {
  NOT_FOUND: 'What the input names does not exist.',
  INVALID_INPUT: 'The input does not fit together, or not to what it names.',
  REFUSED: 'It does not fit how things stand.',
  FORBIDDEN: 'The role, or the scope of the key, does not allow it.',
  STALE_VERSION: 'What the input names was changed since it was read.',
  ALREADY_RUNNING: 'The chain is at work for this provider.',
  SYNC_RUNNING: 'A sync is at work for this provider.',
} as const;

export type RefusalCode = keyof typeof REFUSAL_CODES;

export interface Refusal {
  code: RefusalCode;
  /** What happened, in one sentence. */
  message: string;
  /** What to do next. */
  remedy: string;
  /** Where in the arguments the cause stands: `['input', 'reason']`; empty where in none. */
  path?: readonly string[];
  /** With STALE_VERSION: the version as it is now. */
  currentVersion?: number;
  /** With SYNC_RUNNING: row id of the batch at work. */
  syncBatchId?: string;
}

/** An expected failure of an act: its transaction is rolled back, and nothing was changed. */
export class ActRefusal extends Error {
  readonly code: RefusalCode;
  readonly remedy: string;
  readonly path: readonly string[];
  readonly currentVersion: number | undefined;
  readonly syncBatchId: string | undefined;

  constructor({ code, message, remedy, path = [], currentVersion, syncBatchId }: Refusal) {
    super(message);
    this.name = 'ActRefusal';
    this.code = code;
    this.remedy = remedy;
    this.path = path;
    this.currentVersion = currentVersion;
    this.syncBatchId = syncBatchId;
  }
}

/** The same answer for what is not there and for what belongs to somebody else. */
export const notFound = (what: string, path: readonly string[], remedy = 'Take an id that the API lists.'): ActRefusal =>
  new ActRefusal({ code: 'NOT_FOUND', message: `There is no such ${what}.`, remedy, path });

/** Throws where a caller has read another version of a row than the one about to be changed. */
export function requireVersion(what: string, current: number, expected: number | null | undefined): void {
  if (expected == null || expected === current) return;
  throw new ActRefusal({
    code: 'STALE_VERSION',
    message: `The ${what} was changed since it was read: it is at version ${current}, not ${expected}.`,
    remedy: 'Read it again, and decide anew.',
    path: ['input', 'expectedVersion'],
    currentVersion: current,
  });
}
