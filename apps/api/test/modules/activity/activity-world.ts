import type { JsonValue } from '@rollcall/domain/change/change';
import type { PoolClient } from 'pg';
import { recordChangesSql, recordChangesValues, type WrittenEntity } from '../../../src/modules/audit/record-changes.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

/** A provider with a course and a run, and changes written to them as every writer does. */
export interface ActivityWorld {
  deps: TestDependencies;
  providerId: string;
  run: { id: string; ssgRunId: string };
  /** A run that nothing has happened to. */
  addRun(ssgRunId: string): Promise<string>;
  /** Records a change set in a transaction of its own, and gives its id. */
  change(entities: readonly WrittenEntity[], ssgRunId?: string | null): Promise<string>;
  rows<Row extends Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

let nextUen = 1;

export async function createActivityWorld(deps?: TestDependencies): Promise<ActivityWorld> {
  const own = deps ?? (await createTestDependencies());
  return { ...(await addProvider(own)), close: () => own.close() };
}

/** Another provider in the same database. */
export async function addProvider(deps: TestDependencies): Promise<Omit<ActivityWorld, 'close'>> {
  const { prisma, pool } = deps.database;
  const uen = `2026${String(nextUen++).padStart(5, '0')}Z`;
  const { id: providerId } = await prisma.trainingProvider.create({ data: { uen, code: `${uen}-01`, name: `Academy ${uen}` } });
  const course = await prisma.course.create({ data: { providerId, courseCode: 'TGS-2026000001', title: 'Invented course' } });
  const addRun = async (ssgRunId: string) => {
    const day = new Date('2026-03-02');
    const data = { providerId, courseId: course.id, ssgRunId, startDate: day, endDate: day, modeOfLearning: 'Physical' };
    return (await prisma.courseRun.create({ data })).id;
  };
  const run = { id: await addRun('850000'), ssgRunId: '850000' };
  return {
    deps,
    providerId,
    run,
    addRun,
    change: (entities, ssgRunId = run.ssgRunId) =>
      inTransaction(pool, (transaction) => recordChange(transaction, { deps, providerId, ssgRunId }, entities)),
    rows: async <Row extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
      (await pool.query<Row>(sql, values)).rows,
  };
}

/** The one statement that syncs and acts share. */
export async function recordChange(
  transaction: PoolClient,
  { deps, providerId, ssgRunId }: { deps: Pick<TestDependencies, 'newId'>; providerId: string; ssgRunId: string | null },
  entities: readonly WrittenEntity[],
): Promise<string> {
  const id = deps.newId();
  await transaction.query(
    `WITH act AS (SELECT 1), ${recordChangesSql('act', 1)} SELECT`,
    recordChangesValues({ id, providerId, batchId: null, ssgRunId, phase: 'admin' }, entities),
  );
  return id;
}

/** An entity with fields that were written, from null to `after`. */
export const written = (
  entityType: WrittenEntity['entityType'],
  entityId: string,
  fields: Record<string, JsonValue>,
): WrittenEntity => ({
  entityType,
  entityId,
  action: 'update',
  fields: Object.entries(fields).map(([field, after]) => ({
    field,
    before: null,
    after,
    owner: 'admin',
    rule: 'S0.23 admin-sets-class',
  })),
});
