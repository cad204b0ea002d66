import type { Prisma } from '@rollcall/prisma/generated/prisma/client';

/** A line of a chain run's event log, as `task_chain_events` stores it and as Prisma names its columns. */
export interface ChainEvent {
  chainRunId: bigint;
  /** From 1, without gaps within its run. */
  number: number;
  kind: string;
  /** The step it is about; null where it is about the run. */
  step: string | null;
  /** One line for people. */
  message: string;
  data: Prisma.JsonValue;
  createdAt: Date;
}

/** An event as it is followed: with whose run it is of. */
export interface FollowedEvent extends ChainEvent {
  /** Row id of the run's provider; null: the installation's own. */
  providerId: string | null;
}

/** After an event of one of these kinds a run has no more. */
export const FINAL_EVENT_KINDS: readonly string[] = [
  'run_completed',
  'run_partial',
  'run_failed',
  'run_cancelled',
  'run_interrupted',
  'run_skipped',
];
