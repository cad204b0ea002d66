import { troublesOf } from '../../modules/sync/batch-troubles.js';
import { passBlastRadiusGate } from '../../modules/sync/blast-radius-gate.js';
import { takeOverChainBatch } from '../../modules/sync/chain-batch.js';
import { findCourseRuns } from '../../modules/sync/find-course-runs.js';
import { reopenErrorLines } from '../../modules/sync/reopen-errors.js';
import { runPendingLines } from '../../modules/sync/run-pending-lines.js';
import { countBatch } from '../../modules/sync/summarise-batch.js';
import type { SyncContext } from '../../modules/sync/sync-context.js';
import { type StepContext, StepFailedError, type StepHandler, type StepResult } from '../../workflow/step-handler.js';
import { hasFailedBefore, rememberTry } from './earlier-try.js';
import { DRY_RUN_DONE, type FoundBatch, foundBatchOf } from './found-batch.js';
import { workOnBatch } from './work-on-batch.js';

/**
 * Reads, plans and writes every run that waits (S0.11-S0.24), but holds those that would cancel enrolments until all of
 * them together have passed the blast-radius gate (bug 49). Goes on at the next unfinished run: the lines are the checkpoint.
 */
export const syncEnrolmentsStep: StepHandler = async (context) => {
  if (context.run.dryRun) return DRY_RUN_DONE;
  const { run, leaseToken } = context;
  const batchId = foundBatchOf(context);
  let reopened = { runs: 0, courses: 0 };
  return workOnBatch(context, {
    open: async (transaction, { id: providerId }) => {
      const batch = await takeOverChainBatch(transaction, batchId, { providerId, leaseToken, chainRunId: run.id });
      if (hasFailedBefore(context)) reopened = await reopenErrorLines(transaction, batch.id);
      return batch;
    },
    work: async (sync) => {
      await rememberTry(context);
      if (reopened.courses > 0) await findCourseRuns(sync);
      await runPendingLines(sync);
      const passage = await passBlastRadiusGate(sync, context.step.approved?.counts ?? null);
      return passage.kind === 'passed' ? resultOf(context, sync) : passage;
    },
  });
};

/** Throws `StepFailedError` where nothing succeeded and something erred (bug 24). */
async function resultOf({ run }: StepContext, sync: SyncContext): Promise<StepResult> {
  const { runs, changes, statusOf } = await countBatch(sync.deps.database.pool, sync.batch);
  // A chain run that resumes another has not listed the courses itself: what is still wrong there is told here.
  const phases = run.resumedFromId === null ? (['runs'] as const) : (['discovery', 'runs'] as const);
  const { troubles, lines: warnings } = await troublesOf(sync, phases);
  const [first] = troubles;
  if (statusOf.status === 'failed')
    throw new StepFailedError(`No run could be read: ${statusOf.reason}${first ? ` ${first.message}` : ''}`, {
      remedy: first?.remedy ?? null,
      trouble: first ?? null,
    });
  const output: FoundBatch = { batchId: sync.batch.id };
  return {
    kind: 'completed',
    counts: {
      runsRead: runs.success + runs.no_enrolments,
      runsUnchanged: runs.unchanged,
      errors: runs.error,
      courseRunsCreated: changes.course_run.created,
      courseRunsUpdated: changes.course_run.updated,
      learnersCreated: changes.learner.created,
      enrolmentsCreated: changes.enrolment.created,
      enrolmentsUpdated: changes.enrolment.updated,
    },
    warnings,
    message: statusOf.reason,
    output,
    troubles,
  };
}
