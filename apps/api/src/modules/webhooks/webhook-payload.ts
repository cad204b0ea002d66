import type { PoolClient } from 'pg';
import { globalIdOf } from '../../contract/global-id.js';
import type { Activity } from '../../events/activity.js';
import { chainRunGlobalId } from '../chains/chain-run-id.js';
import { maskedValue } from './masked-value.js';
import type { WebhookKind } from './webhook-kinds.js';

/** What a message says, as the Standard Webhooks specification lays it out. */
export interface WebhookPayload {
  type: WebhookKind;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: Record<string, unknown>;
}

interface ChangeRow {
  number: string;
  entityType: string;
  entityId: string;
  field: string;
  before: unknown;
  after: unknown;
  rule: string;
}

interface Facts {
  changes: Map<string, ChangeRow[]>;
  ssgRunIds: Map<string, string | null>;
  chainRuns: Map<string, ChainRunRow>;
  incidents: Map<string, IncidentRow>;
}

interface ChainRunRow {
  id: string;
  chain: string;
  status: string;
  dryRun: boolean;
}

interface IncidentRow {
  id: string;
  title: string;
  status: string;
  occurrences: number;
}

/** A message tells of this many fields; the API has the rest. */
const MOST_CHANGES = 50;

const TRAINER_FIELD = `(starts_with(change.field, 'assigned_trainer_') OR starts_with(change.field, 'tpg_') OR change.field = 'assignment_source')`;

/** One more than a message tells, so that it is known whether something is left out. */
const CHANGES = `
  SELECT activity.number::text, found.* FROM activity CROSS JOIN LATERAL (
    SELECT entity_type AS "entityType", entity_id AS "entityId", field, before, after, rule FROM change
    WHERE change.change_set_id = activity.change_set_id AND CASE activity.kind
      WHEN 'trainer.changed' THEN entity_type IN ('course_run_trainer', 'course_run_trainer_decline') OR (entity_type = 'course_run' AND ${TRAINER_FIELD})
      WHEN 'course_run.changed' THEN entity_type = 'course_run' AND NOT ${TRAINER_FIELD} AND entity_id = ANY (activity.entity_ids)
      ELSE entity_type || '.changed' = activity.kind AND entity_id = ANY (activity.entity_ids) END
    ORDER BY change.id LIMIT ${MOST_CHANGES + 1}
  ) AS found WHERE activity.number = ANY ($1::bigint[])`;

const NODES: Record<string, string> = {
  'course_run.changed': 'CourseRun',
  'trainer.changed': 'CourseRun',
  'enrolment.changed': 'Enrolment',
  'learner.changed': 'Learner',
  'course.changed': 'Course',
};
const NODE_OF_ENTITY: Record<string, string> = {
  course: 'Course',
  course_run: 'CourseRun',
  enrolment: 'Enrolment',
  learner: 'Learner',
};

/**
 * Payloads of rows of the log, in their order, in four statements however many there are. They hold ids, fields, and values
 * with names, addresses and identifiers masked; whoever may see more reads it by the ids.
 */
export async function webhookPayloads(transaction: PoolClient, rows: readonly Activity[]): Promise<WebhookPayload[]> {
  const facts = await readFacts(transaction, rows);
  return rows.map((row) => ({ type: row.kind, timestamp: row.createdAt.toISOString(), data: dataOf(row, facts) }));
}

async function readFacts(transaction: PoolClient, rows: readonly Activity[]): Promise<Facts> {
  const read = async <Row extends object>(sql: string, ids: readonly string[]): Promise<Row[]> =>
    ids.length === 0 ? [] : (await transaction.query<Row>(sql, [ids])).rows;
  const sets = rows.flatMap(({ changeSetId }) => changeSetId ?? []);
  const told = rows.filter(({ changeSetId }) => changeSetId !== null).map(({ number }) => String(number));
  const incidentIds = rows.flatMap(({ kind, entityIds }) => (kind.startsWith('incident.') ? entityIds : []));
  const changes = new Map<string, ChangeRow[]>(told.map((number) => [number, []]));
  for (const change of await read<ChangeRow>(CHANGES, told)) changes.get(change.number)?.push(change);
  const changeSets = await read<{ id: string; ssgRunId: string | null }>(
    'SELECT id, course_run_id AS "ssgRunId" FROM change_set WHERE id = ANY ($1::uuid[])',
    sets,
  );
  const chainRuns = await read<ChainRunRow>(
    'SELECT id::text, chain_name AS chain, status, dry_run AS "dryRun" FROM task_chain_logs WHERE id = ANY ($1::bigint[])',
    rows.flatMap(({ chainRunId }) => chainRunId ?? []),
  );
  const incidents = await read<IncidentRow>(
    'SELECT id, title, status, occurrences FROM incident WHERE id = ANY ($1::uuid[])',
    incidentIds,
  );
  return {
    changes,
    ssgRunIds: new Map(changeSets.map(({ id, ssgRunId }) => [id, ssgRunId])),
    chainRuns: new Map(chainRuns.map((run) => [run.id, run])),
    incidents: new Map(incidents.map((incident) => [incident.id, incident])),
  };
}

function dataOf(row: Activity, facts: Facts): Record<string, unknown> {
  const { kind, entityIds, changeSetId, chainRunId, number } = row;
  if (chainRunId !== null) {
    const run = facts.chainRuns.get(chainRunId);
    return {
      ids: [chainRunGlobalId(chainRunId)],
      // It may have moved on since, or be purged.
      chainRun: { number: chainRunId, chain: run?.chain ?? null, status: run?.status ?? null, dryRun: run?.dryRun ?? null },
    };
  }
  if (kind.startsWith('incident.')) {
    const ids = entityIds.map((id) => globalIdOf('Incident', id));
    const incidents = entityIds.flatMap((id) => facts.incidents.get(id) ?? []);
    return { ids, incidents: incidents.map(({ id, ...incident }) => ({ id: globalIdOf('Incident', id), ...incident })) };
  }
  const node = NODES[kind];
  const changes = facts.changes.get(String(number)) ?? [];
  return {
    ids: node === undefined ? [] : entityIds.map((id) => globalIdOf(node, id)),
    ssgRunId: changeSetId === null ? null : (facts.ssgRunIds.get(changeSetId) ?? null),
    changeSetId: changeSetId === null ? null : globalIdOf('ChangeSet', changeSetId),
    changes: changes.slice(0, MOST_CHANGES).map(changeOf),
    hasMoreChanges: changes.length > MOST_CHANGES,
  };
}

function changeOf(change: ChangeRow): Record<string, unknown> {
  const node = NODE_OF_ENTITY[change.entityType];
  return {
    entity: change.entityType,
    id: node === undefined ? null : globalIdOf(node, change.entityId),
    field: change.field,
    before: maskedValue(change, change.before),
    after: maskedValue(change, change.after),
    rule: change.rule,
  };
}
