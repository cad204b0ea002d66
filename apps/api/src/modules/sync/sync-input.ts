import type { SyncedEntityType } from '@rollcall/domain/change/change';
import type { SyncLogStatus } from '@rollcall/domain/sync/decide-batch';
import type { TrainerOutcome } from '@rollcall/domain/trainer/trainer';

/** What started a batch. */
export type SyncTrigger = 'cli' | 'http' | 'start' | 'schedule';

export interface SyncInput {
  providerId: string;
  trigger: SyncTrigger;
  /** `YYYY-MM-DD`; the present day in the provider's zone where absent. */
  today?: string;
  /** Set to sync one run instead of all upcoming ones. */
  onlySsgRunId?: string;
}

export interface SyncProgress {
  phase: 'discovery' | 'runs' | 'trainers' | 'done';
  done: number;
  /** Null while not known. */
  total: number | null;
  callsMade: number;
  callsPredicted: number | null;
  /** Milliseconds since 1970. */
  predictedFinishAt: number | null;
}

export interface BatchError {
  courseCode: string;
  ssgRunId: string | null;
  message: string;
  remedy: string | null;
}

/** What a finished batch did, counted from its rows. */
export interface BatchSummary {
  batchId: string;
  /** `upcoming_<epoch milliseconds>` (S0.35). */
  runId: string;
  providerId: string;
  trigger: SyncTrigger;
  status: 'completed' | 'partial' | 'failed' | 'interrupted';
  statusReason: string;
  /** What to do next where the batch itself failed or was stopped. */
  remedy: string | null;
  today: string;
  thresholdDays: number;
  windowEnd: string;
  courses: number;
  runs: Record<Exclude<SyncLogStatus, 'pending'>, number>;
  changes: Record<SyncedEntityType, { created: number; updated: number }>;
  trainers: Record<TrainerOutcome, number>;
  reviewsOpen: number;
  callsMade: number;
  callsPredicted: number | null;
  startedAt: string;
  completedAt: string;
  elapsedMs: number;
  /** The first twenty. */
  errors: BatchError[];
}

export type SyncStart =
  | { kind: 'begun'; batchId: string; runId: string; continued: boolean; finished: Promise<BatchSummary> }
  | { kind: 'already_running'; batchId: string; runId: string; startedAt: string };
