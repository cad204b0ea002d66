import type { JobRepository } from 'agenda';
import type { WakeChannel } from './agenda-wake-channel.js';

/** Where Agenda keeps its jobs, with what Agenda does not do itself. Connected, and with its tables, when it is handed out. */
export interface AgendaStore {
  kind: 'PostgreSQL' | 'MongoDB';
  url: string;
  repository: JobRepository;
  wakes: WakeChannel;
  /** Whether an error means that the store could not be asked. */
  isAway(error: unknown): boolean;
  /**
   * One row per name, whoever comes first. An existing one keeps a missed time and a pause, both of which Agenda's own
   * `every` would overwrite.
   */
  keepRecurring(name: string, intervalMs: number, data: unknown): Promise<void>;
  /** Removes jobs that were over before then: those that failed for good. Gives their number. */
  removeFinished(before: Date): Promise<number>;
  close(): Promise<void>;
}

/** Agenda's own words where a row is gone, not its store. */
export const isRowGone = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('cannot be updated in the database');
