import type { FieldChange } from '@rollcall/domain/change/change';
import type { ClassStatus, ClassType } from '@rollcall/domain/course-run/course-run';
import { type ClassDecision, decideClassStatus, decideClassType } from '@rollcall/domain/course-run/decide-class';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { readReason, requireReason } from '../../acts/reason.js';
import { expectRows } from '../../persistence/transaction.js';
import type { WrittenEntity } from '../audit/record-changes.js';
import { type ActDependencies, actOnRuns, type DecidedRun } from './act-on-runs.js';
import type { LockedRun } from './lock-runs.js';
import type { NamedRuns, RunOutcome } from './run-outcome.js';

interface ClassAct {
  by: Principal;
  reason?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface SetClassStatus extends ClassAct, NamedRuns {
  classStatus: ClassStatus;
}

export interface SetClassType extends ClassAct {
  /** Row id; null for what can be no run's id. */
  courseRunId: string | null;
  classType: ClassType;
}

/** Only what an admin owns; the clock's lifecycle stays as it is (X1). */
const WRITE = `
  UPDATE course_run AS run SET class_status = row."classStatus", class_type = row."classType", version = run.version + 1, updated_at = now()
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, version integer, "classStatus" text, "classType" text)
  WHERE run.id = row.id AND run.version = row.version`;

/** Says whether classes take place (S0.23). Setting what is set changes nothing. Throws `ActRefusal` for a single run. */
export async function setClassStatus(deps: ActDependencies, wish: SetClassStatus): Promise<RunOutcome[]> {
  const { courseRunIds, many, classStatus } = wish;
  const reason = requireReason(wish.reason);
  const act = many ? 'courseRunsSetClassStatus' : 'courseRunSetClassStatus';
  const named = { act, courseRunIds, many, auditAction: 'course_run.set_class_status', reason, wish: { classStatus } };
  return setClass(deps, wish, named, (run) => decideClassStatus(run, classStatus));
}

/** Says how a class is held (S0.23). Throws `ActRefusal`. */
export async function setClassType(deps: ActDependencies, wish: SetClassType): Promise<RunOutcome[]> {
  const { courseRunId, classType } = wish;
  const named = {
    act: 'courseRunSetClassType',
    courseRunIds: [courseRunId],
    many: false,
    auditAction: 'course_run.set_class_type',
    reason: readReason(wish.reason),
    wish: { classType },
  };
  return setClass(deps, wish, named, (run) => decideClassType(run, classType));
}

function setClass(
  deps: ActDependencies,
  { by, expectedVersion, idempotencyKey }: ClassAct,
  { wish, ...named }: NamedRuns & { act: string; auditAction: string; reason: string | null; wish: object },
  decide: (run: LockedRun) => ClassDecision,
): Promise<RunOutcome[]> {
  const input = { courseRunIds: named.courseRunIds, reason: named.reason, expectedVersion, ...wish };
  const act = { ...named, by, permission: 'course_run.set_class' as const, input, idempotencyKey, expectedVersion };
  return actOnRuns<null, FieldChange[]>(deps, act, {
    load: async () => null,
    decide: (run) => {
      const { fields, warnings } = decide(run);
      return { changed: fields.length > 0, warnings, decision: fields };
    },
    write: writeClasses,
  });
}

async function writeClasses(
  transaction: PoolClient,
  changed: readonly DecidedRun<FieldChange[]>[],
): Promise<Map<string, WrittenEntity[]>> {
  const rows = changed.map(({ run, decision }) => {
    const after = (name: string, kept: string | null) => decision.find(({ field }) => field === name)?.after ?? kept;
    const { id, version } = run;
    return { id, version, classStatus: after('class_status', run.classStatus), classType: after('class_type', run.classType) };
  });
  expectRows('A course run', await transaction.query(WRITE, [JSON.stringify(rows)]), rows.length);
  return new Map(
    changed.map(({ run, decision: fields }) => [
      run.id,
      [{ entityType: 'course_run', entityId: run.id, action: 'update', fields }],
    ]),
  );
}
