import type { SsgCourseRun } from '@rollcall/domain/course-run/course-run';
import type { SsgClient } from '@rollcall/ssg/client';
import type { Dependencies } from '../../dependencies.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';
import type { Batch } from './batch-row.js';
import type { HeldCounts } from './held-back.js';
import type { OutageWatch } from './outage-watch.js';
import type { ProgressMeter } from './progress-meter.js';

/** What every step of one batch works with. */
export interface SyncContext {
  deps: Dependencies;
  provider: ProviderSettings;
  batch: Batch;
  client: SsgClient;
  progress: ProgressMeter;
  /** Fires when the batch should stop at the next safe point. */
  signal: AbortSignal;
  /** True in a chain: a run whose plan cancels enrolments is held for the blast-radius gate and not written (bug 49). */
  holdsBack?: boolean;
  /** Set in a chain, whose step is tried again by itself: where SSG is away, the work stops instead of failing run by run. */
  outage?: OutageWatch;
}

/** A run that waits for its turn: its pending line and the course it belongs to. */
export interface PendingRun {
  lineId: string;
  ssgRunId: string;
  courseId: string;
  courseCode: string;
  /** Null for a run that is here and in the window, but that SSG did not list (bug 16), and for a run asked for by id. */
  listing: SsgCourseRun | null;
  /** Of a run that was held: how much the gate let through. More than this is held again. */
  allowed?: HeldCounts;
}
