import type { Agenda, Job } from 'agenda';
import type { WorkInHand } from './work-in-hand.js';

/** What somebody must tell whoever follows the runs, because Agenda has no event for it. */
export interface FollowedRuns {
  /** The row of a job was removed, the last thing that happens to one that succeeded. */
  rowRemoved(jobId: string): void;
}

/**
 * Counts each run as in hand until Agenda has stored its end, and tells when its place is free: Agenda itself would look for
 * the next job at its next scan only.
 */
export function followRuns(agenda: Agenda, inHand: WorkInHand, placeIsFree: (jobName: string) => void): FollowedRuns {
  // By delivery, not by id: where claims double, the same job may run twice here.
  const ends = new Map<Job, () => void>();
  /** Jobs that succeeded and whose rows are being removed: id to name. */
  const leaving = new Map<string, string>();
  // Agenda counts a job as running until its own turn is over.
  const tell = (jobName: string) => setImmediate(() => placeIsFree(jobName));
  agenda.on('start', (job: Job) => void ends.set(job, inHand.begin()));
  agenda.on('success', ({ attrs: { _id: id, name, nextRunAt } }: Job) => {
    if (!nextRunAt) leaving.set(String(id), name);
  });
  agenda.on('complete', (job: Job) => {
    const { _id: id, name } = job.attrs;
    ends.get(job)?.();
    ends.delete(job);
    if (!leaving.has(String(id))) tell(name);
  });
  return {
    rowRemoved(jobId) {
      const name = leaving.get(jobId);
      leaving.delete(jobId);
      if (name !== undefined) tell(name);
    },
  };
}
