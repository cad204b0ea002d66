import type { FieldChange } from '@rollcall/domain/change/change';
import type { RunTrainerColumns } from '@rollcall/domain/course-run/course-run';
import type { DeclineChange } from '@rollcall/domain/trainer/admin-trainers';
import type { AssignmentSource, LocalRunTrainer } from '@rollcall/domain/trainer/trainer';
import type { PoolClient } from 'pg';
import { expectRows } from '../../persistence/transaction.js';
import type { WrittenEntity } from '../audit/record-changes.js';

/** What is written of one run's trainers, whoever decided it. */
export interface RunTrainersWrite {
  run: { id: string; version: number; providerId: string };
  columns: RunTrainerColumns;
  columnFields: readonly FieldChange[];
  created: readonly (LocalRunTrainer & {
    assignmentSource: Extract<AssignmentSource, 'ssg' | 'admin'>;
    fields: readonly FieldChange[];
  })[];
  moved: readonly { id: string; position: number; fields: readonly FieldChange[] }[];
  removed: readonly { id: string; fields: readonly FieldChange[] }[];
  decline: DeclineChange | null;
}

const WRITE = `
  WITH removed AS (
    DELETE FROM course_run_trainer WHERE id = ANY ($1::uuid[])
  ), moved AS (
    UPDATE course_run_trainer AS entry SET position = row.position
    FROM jsonb_to_recordset($2::jsonb) AS row (id uuid, position integer) WHERE entry.id = row.id
  ), created AS (
    INSERT INTO course_run_trainer (id, provider_id, course_run_id, trainer_id, trainer_name, trainer_email, role, position, assignment_source)
    SELECT id, "providerId", "courseRunId", "trainerId", name, email, role, position, "assignmentSource"
    FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, "providerId" uuid, "courseRunId" uuid, "trainerId" uuid, name text, email text, role text,
      position integer, "assignmentSource" text)
  ), withdrawn AS (
    DELETE FROM course_run_trainer_decline WHERE id = ANY ($4::uuid[])
  ), amended AS (
    UPDATE course_run_trainer_decline AS decline SET reason = row.reason
    FROM jsonb_to_recordset($5::jsonb) AS row (id uuid, reason text) WHERE decline.id = row.id
  ), declined AS (
    INSERT INTO course_run_trainer_decline (id, provider_id, course_run_id, trainer_id, reason)
    SELECT id, "providerId", "courseRunId", "trainerId", reason
    FROM jsonb_to_recordset($6::jsonb) AS row (id uuid, "providerId" uuid, "courseRunId" uuid, "trainerId" uuid, reason text)
  )
  UPDATE course_run AS run SET assigned_trainer_id = row."assignedTrainerId", assigned_trainer_name = row."assignedTrainerName",
    assigned_trainer_email = row."assignedTrainerEmail", assignment_source = row."assignmentSource",
    tpg_assigned_trainer_name = row."tpgAssignedTrainerName", tpg_assigned_trainer_email = row."tpgAssignedTrainerEmail",
    version = run.version + 1, updated_at = now()
  FROM jsonb_to_recordset($7::jsonb) AS row (id uuid, version integer, "assignedTrainerId" uuid, "assignedTrainerName" text,
    "assignedTrainerEmail" text, "assignmentSource" text, "tpgAssignedTrainerName" text, "tpgAssignedTrainerEmail" text)
  WHERE run.id = row.id AND run.version = row.version`;

/**
 * Keeps junction, declines and the run's trainer columns in step: one statement, however many runs. The version of each run
 * rises though its columns may stay, so that a plan made on the trainers of before is noticed (S0.32). Gives what was
 * written, run by run, for the record. Throws `StaleStateError` where a run moved on.
 */
export async function writeRunTrainers(
  transaction: PoolClient,
  newId: () => string,
  writes: readonly RunTrainersWrite[],
): Promise<Map<string, WrittenEntity[]>> {
  const rows = writes.map((write) => {
    const place = { providerId: write.run.providerId, courseRunId: write.run.id };
    const created = write.created.map((link) => ({ ...link, ...place, id: newId() }));
    const decline = write.decline?.kind === 'record' ? { ...write.decline, ...place, id: newId() } : write.decline;
    return { ...write, created, decline };
  });
  const declines = (kind: DeclineChange['kind']) => rows.flatMap(({ decline }) => (decline?.kind === kind ? [decline] : []));
  const written = await transaction.query({
    name: 'write-run-trainers',
    text: WRITE,
    values: [
      rows.flatMap(({ removed }) => removed.map(({ id }) => id)),
      JSON.stringify(rows.flatMap(({ moved }) => moved)),
      JSON.stringify(rows.flatMap(({ created }) => created)),
      declines('withdraw').map(({ id }) => id),
      JSON.stringify(declines('amend')),
      JSON.stringify(declines('record')),
      JSON.stringify(rows.map(({ run, columns }) => ({ id: run.id, version: run.version, ...columns }))),
    ],
  });
  expectRows('A course run', written, rows.length);
  return new Map(
    rows.map(({ run, columnFields, created, moved, removed, decline }) => [
      run.id,
      [
        // The run itself comes first, changed columns or not: it is where people look for what was done.
        { entityType: 'course_run', entityId: run.id, action: 'update', fields: columnFields },
        ...created.map(({ id, fields }) => entityOf('course_run_trainer', id, 'create', fields)),
        ...[...moved, ...removed].map(({ id, fields }) => entityOf('course_run_trainer', id, 'update', fields)),
        ...(decline
          ? [entityOf('course_run_trainer_decline', decline.id, decline.kind === 'record' ? 'create' : 'update', decline.fields)]
          : []),
      ],
    ]),
  );
}

const entityOf = (
  entityType: WrittenEntity['entityType'],
  entityId: string,
  action: WrittenEntity['action'],
  fields: readonly FieldChange[],
): WrittenEntity => ({ entityType, entityId, action, fields });
