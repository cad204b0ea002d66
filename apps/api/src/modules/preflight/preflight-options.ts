import type { Dependencies } from '../../dependencies.js';

/** What checks are made with. */
export type PreflightDependencies = Pick<Dependencies, 'database' | 'settings' | 'ssg' | 'now'>;

export interface PreflightOptions {
  /** Stops the checks: they are then not answered at all. */
  signal?: AbortSignal | undefined;
  /** How long SSG may take with each answer, its retries included; absent: the time limit of a call. */
  callMs?: number | undefined;
}
