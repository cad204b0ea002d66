import type { TrainerPlan } from '@rollcall/domain/trainer/plan';
import type { Pool, PoolClient } from 'pg';
import { expectRows, inTransaction } from '../../persistence/transaction.js';
import type { ChangeSetHeader, WrittenEntity } from '../audit/record-changes.js';
import type { Batch } from '../sync/batch-row.js';
import { setTrainerOutcome } from '../sync/log-line.js';

export interface TrainerApplication {
  pool: Pool;
  newId: () => string;
  batch: Batch;
  line: { id: string; ssgRunId: string };
  providerId: string;
  courseRunId: string;
  plan: TrainerPlan;
}

/** The trainer columns and nothing else of the run; the version says that nobody assigned anyone meanwhile (S0.32). */
const UPDATE_RUN = `
  UPDATE course_run SET assigned_trainer_id = $3, assigned_trainer_name = $4, assigned_trainer_email = $5, assignment_source = $6,
    tpg_assigned_trainer_name = $7, tpg_assigned_trainer_email = $8, version = version + 1, updated_at = now()
  WHERE id = $1 AND version = $2`;

const INSERT_RUN_TRAINERS = `
  INSERT INTO course_run_trainer (id, provider_id, course_run_id, trainer_id, trainer_name, trainer_email, role, position, assignment_source)
  SELECT row.id, $1, $2, row."trainerId", row.name, row.email, row.role, row.position, row."assignmentSource"
  FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, "trainerId" uuid, name text, email text, role text, position integer, "assignmentSource" text)`;

/** Writes what the trainer planner decided for one run: legacy columns, TPG columns and junction in step, in one transaction (S0.29). */
export async function applyTrainerPlan(application: TrainerApplication): Promise<void> {
  const { pool, batch, line, plan } = application;
  const result = { outcome: plan.outcome, notices: plan.notices, error: null };
  if (!plan.courseRun && plan.runTrainers.length === 0) return setTrainerOutcome(pool, batch, line.id, result);
  await inTransaction(pool, async (transaction) => {
    const entities = [...(await updateRun(transaction, application)), ...(await insertRunTrainers(transaction, application))];
    const { newId, providerId } = application;
    const header: ChangeSetHeader = { id: newId(), providerId, batchId: batch.id, ssgRunId: line.ssgRunId, phase: 'trainers' };
    await setTrainerOutcome(transaction, batch, line.id, result, { header, entities });
  });
}

async function updateRun(transaction: PoolClient, { plan: { courseRun: change } }: TrainerApplication): Promise<WrittenEntity[]> {
  if (!change) return [];
  const { after, target } = change;
  const columns = [
    after.assignedTrainerId,
    after.assignedTrainerName,
    after.assignedTrainerEmail,
    after.assignmentSource,
    after.tpgAssignedTrainerName,
    after.tpgAssignedTrainerEmail,
  ];
  const result = await transaction.query({
    name: 'update-run-trainer',
    text: UPDATE_RUN,
    values: [target.id, target.version, ...columns],
  });
  expectRows(`Course run ${change.key}`, result, 1);
  return [{ entityType: 'course_run', entityId: target.id, action: 'update', fields: change.fields }];
}

async function insertRunTrainers(transaction: PoolClient, application: TrainerApplication): Promise<WrittenEntity[]> {
  const rows = application.plan.runTrainers.map((creation) => ({ ...creation, id: application.newId() }));
  if (rows.length === 0) return [];
  await transaction.query({
    name: 'insert-run-trainers',
    text: INSERT_RUN_TRAINERS,
    values: [application.providerId, application.courseRunId, JSON.stringify(rows)],
  });
  return rows.map(({ id, fields }) => ({ entityType: 'course_run_trainer', entityId: id, action: 'create', fields }));
}
