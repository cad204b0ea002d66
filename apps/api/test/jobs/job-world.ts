import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';
import { createJobQueue, type JobQueueOptions } from '../../src/jobs/agenda.js';
import type { JobHandler } from '../../src/jobs/job.js';
import type { JobQueue } from '../../src/jobs/job-queue.js';
import { createLogger } from '../../src/logger.js';
import type { MongoServer } from '../support/mongodb-server.js';
import { type CutProxy, openCutProxy } from './cut-proxy.js';
import { countTo } from './declared-jobs.js';

const serverUrl: keyof ProvidedDatabase = 'databaseServerUrl';

/** Quick enough for a test, and a lock that does not run out where the machine is busy. */
const QUICK = { processEveryMs: 50, lockMs: 15_000 };

/** A lock that a test can wait for. */
export const SHORT_LOCK = { lockMs: 1500 };

export interface JobWorld {
  /** What every queue of the world logged, oldest first. */
  lines: Record<string, unknown>[];
  /** How often an event stands in the log. */
  logged(event: string): number;
  /** Where a process of its own finds the store. */
  databaseUrl: string;
  jobsUrl: string | null;
  /** The store's own address, through the proxy. */
  url: string;
  proxy: CutProxy;
  queue(options?: Partial<JobQueueOptions>): Promise<JobQueue>;
  close(): Promise<void>;
}

/** A store of its own, empty, behind a proxy that can be cut: in PostgreSQL, or in the MongoDB server given. */
export async function createJobWorld(mongo: MongoServer | null): Promise<JobWorld> {
  const database = mongo ? null : await createTestDatabase(inject(serverUrl));
  const direct = new URL(mongo ? `${mongo.url}jobs_${randomBytes(6).toString('hex')}` : (database?.url ?? ''));
  const proxy = await openCutProxy(Number(direct.port));
  const url = new URL(direct);
  url.port = String(proxy.port);
  const where = mongo
    ? { databaseUrl: 'postgresql://nobody.example.org/never-asked', jobsUrl: url.href }
    : { databaseUrl: url.href, jobsUrl: null };
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  const queues: JobQueue[] = [];
  return {
    lines,
    logged: (event) => lines.filter((line) => line.event === event).length,
    ...where,
    url: url.href,
    proxy,
    async queue(options = {}) {
      const name = `${process.pid}:${randomBytes(4).toString('hex')}`;
      const queue = await createJobQueue({ ...where, ...QUICK, name, log, ...options });
      queues.push(queue);
      return queue;
    },
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      await proxy.close();
      await database?.drop();
    },
  };
}

/** Handles `count-to` by noting the numbers. */
export function noting(
  numbers: number[],
  handle: (number: number, signal: AbortSignal) => Promise<void> = async () => undefined,
): JobHandler<{ number: number }> {
  return {
    job: countTo,
    concurrency: 3,
    async handle({ number }, { signal }) {
      numbers.push(number);
      await handle(number, signal);
    },
  };
}
