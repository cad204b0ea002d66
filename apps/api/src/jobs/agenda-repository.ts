import type { JobParameters, JobRepository } from 'agenda';
import { isRowGone } from './agenda-store.js';
import type { JobStoreHealth } from './job-store-health.js';
import type { WorkInHand } from './work-in-hand.js';

/** What a queue wants to know of its store's traffic. */
export interface RepositoryWatch {
  health: JobStoreHealth;
  inHand: WorkInHand;
  isDraining(): boolean;
  /** A job's row was to be removed, the last thing that happens to one that succeeded. */
  removed(jobId: string): void;
}

/**
 * Agenda's way to its store, watched: every call tells whether the store answers, and is waited for before it is closed.
 * It also mends what would lose a job or end the process; the reasons stand beside.
 */
export function watchRepository(repository: JobRepository, watch: RepositoryWatch): JobRepository {
  const ask = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    const end = watch.inHand.begin();
    const question = watch.health.asked();
    try {
      const answer = await call();
      watch.health.answered(question);
      return answer;
    } catch (error) {
      if (isRowGone(error)) watch.health.answered(question);
      else watch.health.failed(question, error);
      throw error;
    } finally {
      end();
    }
  };
  /** Agenda does not await it, so a rejection would end the process. `health` has told of it, and a lock runs out by itself. */
  const unlock = async (job: JobParameters): Promise<void> => {
    await ask(() => repository.unlockJob(job)).catch(() => undefined);
  };
  return {
    connect: async () => undefined,
    queryJobs: (options) => ask(() => repository.queryJobs(options)),
    getJobsOverview: () => ask(() => repository.getJobsOverview()),
    getDistinctJobNames: () => ask(() => repository.getDistinctJobNames()),
    getJobById: (id) => ask(() => repository.getJobById(id)),
    getQueueSize: () => ask(() => repository.getQueueSize()),
    saveJob: (job, options) => ask(() => repository.saveJob(job, options)),
    saveJobState: (job, options) => ask(() => repository.saveJobState(job, options)),
    lockJob: (job, options) => ask(() => repository.lockJob(job, options)),
    disableJobs: (options) => ask(() => repository.disableJobs(options)),
    enableJobs: (options) => ask(() => repository.enableJobs(options)),
    purgeAllJobs: () => ask(() => repository.purgeAllJobs()),
    async removeJobs(options) {
      try {
        return await ask(() => repository.removeJobs(options));
      } finally {
        if (options.id !== undefined) watch.removed(options.id);
      }
    },
    async getNextJobToRun(...claim) {
      if (watch.isDraining()) return undefined;
      const job = await ask(() => repository.getNextJobToRun(...claim));
      if (!job || !watch.isDraining()) return job;
      // Claimed while the drain began: Agenda would keep the lock and run nothing.
      await unlock(job);
      return undefined;
    },
    unlockJob: unlock,
    /**
     * Unlike Agenda's own, only jobs that have not begun. One that a dead worker had begun has no next time any more: its
     * lock's running out is all that brings it back, and unlocking it would lose it for ever.
     */
    async unlockJobs(ids) {
      for (const id of ids) {
        const job = await ask(() => repository.getJobById(id)).catch(() => null);
        if (job) await unlock(job);
      }
    },
  };
}
