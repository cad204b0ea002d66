import type { RunTrainerColumnsChange, TrainerPlan } from '@rollcall/domain/trainer/plan';
import type { Pool } from 'pg';
import { StaleStateError, translateRace } from '../../persistence/transaction.js';
import { type ChangeSetHeader, recordChangesSql, recordChangesValues, type WrittenEntity } from '../audit/record-changes.js';
import { type Batch, requireOwnership } from '../sync/batch-row.js';
import { setTrainerOutcome } from '../sync/log-line.js';

export interface TrainerApplication {
  pool: Pool;
  newId: () => string;
  batch: Batch;
  line: { id: string; ssgRunId: string };
  providerId: string;
  plan: TrainerPlan;
}

/**
 * Everything or nothing in one statement: `locked` holds the run and its line only where the batch is still ours, the line
 * is open, and the version says that nobody assigned anyone meanwhile (S0.32); the rest follows from it. Of the run the
 * trainer columns are written and nothing else.
 */
const ASSIGN = `
  WITH locked AS (
    SELECT line.id AS line_id, run.id AS run_id
    FROM upcoming_course_runs_log AS line JOIN sync_batch AS batch ON batch.id = line.batch_id CROSS JOIN course_run AS run
    WHERE line.id = $1 AND line.trainer_outcome IS NULL AND batch.owner_token = $2 AND batch.status = 'running' AND run.id = $5 AND run.version = $6
    FOR UPDATE OF line, run
  ), line AS (
    UPDATE upcoming_course_runs_log AS line
    SET trainer_outcome = $3, decisions = jsonb_set(coalesce(line.decisions, '{}'), '{trainers}', $4::jsonb)
    FROM locked WHERE line.id = locked.line_id
  ), run AS (
    UPDATE course_run AS run SET assigned_trainer_id = $7, assigned_trainer_name = $8, assigned_trainer_email = $9, assignment_source = $10,
      tpg_assigned_trainer_name = $11, tpg_assigned_trainer_email = $12, version = run.version + 1, updated_at = now()
    FROM locked WHERE run.id = locked.run_id
  ), junction AS (
    INSERT INTO course_run_trainer (id, provider_id, course_run_id, trainer_id, trainer_name, trainer_email, role, position, assignment_source)
    SELECT row.id, $15::uuid, locked.run_id, row."trainerId", row.name, row.email, row.role, row.position, row."assignmentSource"
    FROM locked CROSS JOIN jsonb_to_recordset($13::jsonb)
      AS row (id uuid, "trainerId" uuid, name text, email text, role text, position integer, "assignmentSource" text)
  ), ${recordChangesSql('locked', 14)}
  SELECT FROM locked`;

/**
 * Writes what the trainer planner decided for one run: legacy columns, TPG columns and junction in step (S0.29), the line's
 * outcome, change set and audit. Throws `StaleStateError` when the run moved on, `BatchLostError` when the batch did.
 */
export async function applyTrainerPlan(application: TrainerApplication): Promise<void> {
  const { pool, batch, line, plan } = application;
  if (plan.courseRun) return assign(application, plan.courseRun);
  if (plan.runTrainers.length > 0) throw new Error(`The plan links trainers to run ${line.ssgRunId} and assigns none of them.`);
  return setTrainerOutcome(pool, batch, line.id, { outcome: plan.outcome, notices: plan.notices, error: null });
}

async function assign(application: TrainerApplication, change: RunTrainerColumnsChange): Promise<void> {
  const { pool, newId, batch, line, providerId, plan } = application;
  const { after, target } = change;
  const trainers = plan.runTrainers.map((creation) => ({ ...creation, id: newId() }));
  const header: ChangeSetHeader = { id: newId(), providerId, batchId: batch.id, ssgRunId: line.ssgRunId, phase: 'trainers' };
  const written: WrittenEntity[] = [
    { entityType: 'course_run', entityId: target.id, action: 'update', fields: change.fields },
    ...trainers.map(({ id, fields }) => ({
      entityType: 'course_run_trainer' as const,
      entityId: id,
      action: 'create' as const,
      fields,
    })),
  ];
  const values = [
    line.id,
    batch.ownerToken,
    plan.outcome,
    JSON.stringify(plan.notices),
    target.id,
    target.version,
    after.assignedTrainerId,
    after.assignedTrainerName,
    after.assignedTrainerEmail,
    after.assignmentSource,
    after.tpgAssignedTrainerName,
    after.tpgAssignedTrainerEmail,
    JSON.stringify(trainers),
    ...recordChangesValues(header, written),
  ];
  const { rowCount } = await pool.query({ name: 'assign-trainers', text: ASSIGN, values }).catch((error: unknown) => {
    throw translateRace(error);
  });
  if (rowCount === 1) return;
  await requireOwnership(pool, batch);
  throw new StaleStateError(`Course run ${line.ssgRunId}`);
}
