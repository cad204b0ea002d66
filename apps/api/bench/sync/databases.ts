import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@rollcall/embedded-postgres/server';
import { createTemplateDatabase, createTestDatabase } from '@rollcall/embedded-postgres/test-database';
import { applyMigrations } from '@rollcall/prisma/migrate';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { courseCodeOf, PROVIDER, type World } from './world.js';

export interface BenchDatabases {
  /** A database with the provider and the courses, the same for each who asks. */
  create(): Promise<string>;
  stop(): Promise<void>;
}

/** A server with its durable settings, as `npm start` runs it: the ratios must hold where commits reach the disk. */
export async function startBenchDatabases(world: World): Promise<BenchDatabases> {
  const directory = mkdtempSync(path.join(tmpdir(), 'rollcall-bench-'));
  chmodSync(directory, 0o711);
  const server = await startEmbeddedPostgres({ directory, database: 'rollcall' });
  const template = `bench_${randomBytes(4).toString('hex')}`;
  await createTemplateDatabase(
    server.url,
    async (url) => {
      await applyMigrations(url);
      await insertProvider(url, world);
    },
    template,
  );
  return {
    create: async () => (await createTestDatabase(server.url, template)).url,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function insertProvider(url: string, world: World): Promise<void> {
  const client = new Client(url);
  await client.connect();
  const providerId = newId();
  await client.query('INSERT INTO training_provider (id, uen, code, name) VALUES ($1, $2, $3, $4)', [
    providerId,
    PROVIDER.uen,
    PROVIDER.code,
    PROVIDER.name,
  ]);
  const courses = Array.from({ length: world.courses }, (_, course) => ({
    id: newId(),
    code: courseCodeOf(course),
    trainerId: newId(),
    trainer: `trainer.${course}@example.org`,
  }));
  const recordset = `jsonb_to_recordset($2::jsonb) AS row (id uuid, code text, "trainerId" uuid, trainer text)`;
  const values = [providerId, JSON.stringify(courses)];
  await client.query(
    `INSERT INTO course (id, provider_id, course_code, title, trainers_email_list) SELECT row.id, $1, row.code, row.code, row.trainer FROM ${recordset}`,
    values,
  );
  await client.query(
    `INSERT INTO app_user (id, email, name, name_normalised) SELECT row."trainerId", row.trainer, row.trainer, row.trainer FROM ${recordset} WHERE $1::uuid IS NOT NULL`,
    values,
  );
  await client.query(
    `INSERT INTO user_role (provider_id, user_id, role) SELECT $1, row."trainerId", 'trainer' FROM ${recordset}`,
    values,
  );
  await client.end();
}
