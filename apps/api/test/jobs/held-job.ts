import { createJobQueue } from '../../src/jobs/agenda.js';
import { createLogger } from '../../src/logger.js';
import { countTo } from './declared-jobs.js';

/** A process of its own that is given a job, tells its parent, and waits to be killed. */
const [databaseUrl = '', jobsUrl = ''] = process.argv.slice(2);
const queue = await createJobQueue({
  databaseUrl,
  jobsUrl: jobsUrl === '' ? null : jobsUrl,
  name: `held:${process.pid}`,
  log: createLogger({ level: 'silent' }),
  processEveryMs: 50,
  lockMs: 1500,
});
await queue.work([
  {
    job: countTo,
    handle: async () => {
      process.send?.('held');
      await new Promise(() => {});
    },
  },
]);
