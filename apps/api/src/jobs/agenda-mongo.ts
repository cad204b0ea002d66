import { createHash } from 'node:crypto';
import { MongoBackend } from '@agendajs/mongo-backend';
import { MongoClient, MongoError, MongoServerError, ObjectId } from 'mongodb';
import type { AgendaStore } from './agenda-store.js';
import { WakeChannel } from './agenda-wake-channel.js';
import { JobStoreUnavailableError } from './job-store-unavailable.js';

const DEFAULT_DATABASE = 'rollcall_jobs';
const COLLECTION = 'agendaJobs';
const DUPLICATE_KEY = 11000;

/** Opens the jobs of a MongoDB database, that of the address's path or `rollcall_jobs`. Throws `JobStoreUnavailableError`. */
export async function openMongoStore(url: string): Promise<AgendaStore> {
  const client = connectionTo(url);
  const database = client.db(databaseOf(url));
  const backend = new MongoBackend({ mongo: database, collection: COLLECTION });
  try {
    await client.connect();
    await backend.connect();
  } catch (error) {
    await client.close();
    throw new JobStoreUnavailableError(url, error);
  }
  const jobs = database.collection(COLLECTION);
  return {
    kind: 'MongoDB',
    url,
    repository: backend.repository,
    // MongoDB tells nobody of a new document but over change streams, which need a replica set: other processes scan.
    wakes: new WakeChannel(),
    isAway: (error) =>
      error instanceof MongoError && (!(error instanceof MongoServerError) || error.hasErrorLabel('RetryableWriteError')),
    async keepRecurring(name, intervalMs, data) {
      const id = idOf(name);
      const nextRunAt = new Date();
      const row = { name, type: 'single', priority: 0, data, repeatInterval: intervalMs, nextRunAt, lockedAt: null };
      try {
        await jobs.insertOne({ _id: id, ...row });
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
        await jobs.updateOne(
          { _id: id, repeatInterval: { $ne: intervalMs } },
          { $set: { repeatInterval: intervalMs, nextRunAt } },
        );
      }
    },
    async removeFinished(before) {
      const over = { type: 'normal', nextRunAt: null, lockedAt: null, lastFinishedAt: { $lt: before } };
      return (await jobs.deleteMany(over)).deletedCount;
    },
    close: () => client.close(),
  };
}

function connectionTo(url: string): MongoClient {
  try {
    return new MongoClient(url, {
      appName: 'rollcall jobs',
      serverSelectionTimeoutMS: 3000,
      connectTimeoutMS: 5000,
      socketTimeoutMS: 15_000,
      maxPoolSize: 10,
    });
  } catch (error) {
    throw new JobStoreUnavailableError(url, error);
  }
}

/** An upsert by two workers at once makes two documents; an id that can be computed makes one. */
function idOf(name: string): ObjectId {
  return new ObjectId(createHash('sha256').update(`recurring job ${name}`).digest('hex').slice(0, 24));
}

function databaseOf(url: string): string {
  const path = /^[^:]+:\/\/[^/?]*\/([^?]*)/.exec(url)?.[1];
  return path ? decodeURIComponent(path) : DEFAULT_DATABASE;
}
