import type { ClassWarning } from '@rollcall/domain/course-run/decide-class';
import type { TrainerWarning } from '@rollcall/domain/trainer/admin-trainers';
import { ActRefusal, type RefusalCode } from '../../acts/act-refusal.js';

export type ActWarning = Pick<TrainerWarning | ClassWarning, 'code' | 'message' | 'remedy'>;

/** What became of one run of an act; plain, so that it can be kept with an idempotency key. */
export type RunOutcome =
  | {
      kind: 'done';
      courseRunId: string;
      changed: boolean;
      warnings: { code: ActWarning['code']; message: string; remedy: string }[];
    }
  | RefusedRun;

export type RefusedRun = {
  kind: 'refused';
  code: RefusalCode;
  message: string;
  remedy: string;
  path: string[];
  currentVersion: number | null;
};

/** An expected failure that concerns one run and leaves the others alone. Every other error is thrown as it is. */
export function refusedRun(error: unknown): RefusedRun {
  if (!(error instanceof ActRefusal)) throw error;
  const { code, message, remedy, path, currentVersion = null } = error;
  return { kind: 'refused', code, message, remedy, path: [...path], currentVersion };
}

/** The same failure as an error, which undoes the act. */
export const refusalOf = ({ code, message, remedy, path, currentVersion }: RefusedRun): ActRefusal =>
  new ActRefusal({ code, message, remedy, path, ...(currentVersion !== null && { currentVersion }) });

/** The most runs of one act. */
export const MOST_RUNS = 100;

/** Which runs an act is about. */
export interface NamedRuns {
  /** Row ids in the order asked; null for what can be no run's id. */
  courseRunIds: readonly (string | null)[];
  /** True where they came as a list: one that fails then leaves the others alone. */
  many: boolean;
}

/** Where in the arguments a run is named. */
export const pathOfRun = ({ many }: NamedRuns, index: number): string[] =>
  many ? ['input', 'courseRunIds', String(index)] : ['input', 'courseRunId'];

/** Throws `ActRefusal` for a list that is empty or too long. */
export function requireRunCount({ courseRunIds }: NamedRuns): void {
  if (courseRunIds.length >= 1 && courseRunIds.length <= MOST_RUNS) return;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: `${courseRunIds.length} runs were named.`,
    remedy: `Name 1 to ${MOST_RUNS} runs; ask again for further ones.`,
    path: ['input', 'courseRunIds'],
  });
}
