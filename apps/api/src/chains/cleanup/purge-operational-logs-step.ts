import { z } from 'zod';
import {
  beginPurge,
  countOperationalLogs,
  type PurgeState,
  purgeOperationalLogs,
} from '../../modules/retention/purge-operational-logs.js';
import type { StepHandler } from '../../workflow/step-handler.js';

const Checkpoint = z.object({ now: z.number(), counts: z.record(z.string(), z.number()) });

/** Deletes operational logs older than thirty days (S4.10, X18). An interrupted purge goes on with the counts it had. */
export const purgeOperationalLogsStep: StepHandler = async (context) => {
  const { deps, run, step } = context;
  const begun: PurgeState = step.checkpoint === null ? beginPurge(deps.now()) : Checkpoint.parse(step.checkpoint);
  if (run.dryRun) {
    const { counts } = await countOperationalLogs(deps.database.pool, begun);
    return { kind: 'completed', counts, message: `Dry run: ${told(counts)} would be deleted.` };
  }
  const { counts } = await purgeOperationalLogs(begun, {
    inTransaction: (work) => context.inTransaction(work),
    signal: context.signal,
    sliceDone: async (state) => {
      context.progress({ done: rowsOf(state.counts), total: null });
      await context.saveCheckpoint(state);
    },
  });
  const deleted = rowsOf(counts) === 0 ? 'Nothing is old enough to be deleted.' : `Deleted: ${told(counts)}.`;
  return { kind: 'completed', counts, message: deleted };
};

/** Change sets stay: letting go of a batch deletes nothing. */
const deletedOf = ({ changeSetsUnlinked: _kept, ...deleted }: Record<string, number>): Record<string, number> => deleted;

const rowsOf = (counts: Record<string, number>): number => Object.values(deletedOf(counts)).reduce((sum, rows) => sum + rows, 0);

/** "sync log lines 6, sync batches 1". */
function told(counts: Record<string, number>): string {
  const parts = Object.entries(deletedOf(counts)).filter(([, rows]) => rows > 0);
  return parts.length === 0 ? 'nothing' : parts.map(([name, rows]) => `${wordsOf(name)} ${rows}`).join(', ');
}

const wordsOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
