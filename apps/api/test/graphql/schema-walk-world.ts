import { ACTION_NAMES } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import { ROLES } from '@rollcall/domain/permission/roles';
import { globalIdOf } from '../../src/contract/global-id.js';
import type { Dependencies } from '../../src/dependencies.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../support/known-callers.js';
import { testEngine } from '../support/test-chains.js';
import { createChainExample } from './chain-example-data.js';
import { createExample, EXAMPLE_NOW, UEN } from './example-data.js';
import { BELONGS, NODE_TABLES } from './schema-walk-knowledge.js';

export const FOREIGN_UEN = '201104064W';
export const FOREIGN_SSG_RUN = '7770001';
/** Stands in every text of the other provider and of the installation. */
export const FOREIGN = 'FOREIGN';
/** Chain runs have numbers, which texts may contain by chance: these ones they do not. */
const FIRST_FOREIGN_RUN = 7_650_001;

/** Who asks; null is nobody. */
export type Caller = Principal | null;

/** What operations are asked with. */
export interface Names {
  uen: string;
  ssgRunId: string;
  courseCode: string;
  referenceNumber: string;
  runId: string;
  /** Row ids, or numbers, of each node type. */
  ids: Record<string, string>;
}

export interface WalkWorld {
  api: TestApi;
  callers: KnownCallers;
  own: Names;
  foreign: Names;
  missing: Names;
  /** By the role, or what else they are. */
  principals: Record<string, Principal>;
  /** Row ids of whatever belongs to the other provider or to the installation; numbers of chain runs as `ChainRun:7`. */
  hiddenIds: ReadonlySet<string>;
  /** What stands in every table; only of the other provider where that is asked. It changes with any write. */
  fingerprint(only?: 'foreign'): Promise<string>;
}

/** Two providers with something in every table that has a node type, and callers of every role at the first one. */
export async function createWalkWorld(): Promise<WalkWorld> {
  const callers = knownCallers();
  const api = await startTestApi({
    now: () => EXAMPLE_NOW,
    authenticator: callers.authenticator,
    engine: testEngine,
    // Syncs have tests of their own.
    beginSync: async () => ({ kind: 'already_running', batchId: '', runId: '', startedAt: '' }),
    // Nobody answers for SSG, and nobody waits for it.
    environment: { API_RATE_PER_MINUTE: '10000000', SSG_SIMULATOR_PORT: '1', SSG_TIMEOUT_SECONDS: '1' },
  });
  const { deps } = api;
  const own = await createExample(deps, 2, UEN);
  const foreign = await createExample(deps, 1, FOREIGN_UEN);
  const engine = testEngine(deps);
  await createChainExample(deps, engine, own.providerId);
  await deps.database.pool.query(`SELECT setval(pg_get_serial_sequence('task_chain_logs', 'id'), ${FIRST_FOREIGN_RUN})`);
  const start = { trigger: 'manual', requestedBy: FOREIGN, mode: 'full' } as const;
  await startChainRun(engine, { ...start, chain: 'nightly', providerId: foreign.providerId });
  await startChainRun(engine, { ...start, chain: 'tidy', providerId: null });
  const teacher = await addTrainer(deps, own.providerId, own.runIds[0] ?? '');
  await fillRest(deps, own.providerId, 'Own', teacher);
  const [stranger] = await rowsOf(deps, 'app_user', foreign.providerId);
  await fillRest(deps, foreign.providerId, FOREIGN, stranger ?? '');
  await deps.database.pool.query(
    'UPDATE alert_delivery SET provider_id = incident.provider_id FROM incident WHERE incident.id = alert_delivery.incident_id',
  );
  await addIncident(deps, own.providerId, 'Own');
  await addIncident(deps, foreign.providerId, FOREIGN);
  await addIncident(deps, null, FOREIGN);
  await spoil(deps, foreign.providerId);

  const tables = await allTables(deps);
  return {
    api,
    callers,
    own: await namesOf(deps, own.providerId, { CourseRun: own.runIds[0] ?? '', Trainer: teacher }),
    foreign: await namesOf(deps, foreign.providerId, {}),
    missing: missingNames(),
    principals: principalsAt(own.providerId, teacher),
    hiddenIds: await hiddenIds(deps, tables, foreign.providerId),
    fingerprint: (only) => fingerprint(deps, tables, only && foreign.providerId),
  };
}

function principalsAt(providerId: string, teacher: string): Record<string, Principal> {
  const people = ROLES.map((role, index): [string, Principal] => [
    role,
    // Nobody else is a user: their ids are no rows, and need be none.
    somebody(role === 'trainer' ? teacher : `00000000-0000-7000-8000-00000000000${index}`, providerId, role),
  ]);
  const key: Principal = {
    kind: 'api_key',
    id: '00000000-0000-7000-8000-0000000000ff',
    name: 'walk',
    grants: [{ providerId, roles: ['integrator'], only: ACTION_NAMES }],
  };
  return { ...Object.fromEntries(people), 'key with every scope': key };
}

/** A trainer of the first run and of no other. */
async function addTrainer({ database: { prisma } }: Dependencies, providerId: string, courseRunId: string): Promise<string> {
  const email = 'walk.trainer@example.org';
  const { id } = await prisma.appUser.create({
    data: { email, name: 'Walk Trainer', nameNormalised: 'walk trainer', roles: { create: { providerId, role: 'trainer' } } },
  });
  await prisma.courseRun.update({
    where: { id: courseRunId },
    data: { assignedTrainerId: id, assignedTrainerName: 'Walk Trainer' },
  });
  return id;
}

/** What the other examples leave out: an API key, a webhook and its message, an export, a shared view. */
async function fillRest({ database: { prisma } }: Dependencies, providerId: string, word: string, userId: string): Promise<void> {
  await prisma.apiKey.create({
    data: {
      name: word,
      start: word,
      key: `${word}-hash`,
      referenceId: userId,
      grant: { create: { providerId, scopes: ['course_run.read'] } },
    },
  });
  await prisma.webhookEndpoint.create({
    data: {
      providerId,
      url: `https://${word.toLowerCase()}.example.org/hook`,
      description: word,
      secretSealed: `${word}-sealed`,
      deliveries: { create: { kind: 'course_run.changed', payload: { word } } },
    },
  });
  await prisma.savedView.create({
    data: { providerId, ownerId: userId, page: 'upcoming-classes', name: word, search: 'status=PENDING', shared: true },
  });
  await prisma.dataExport.create({
    data: {
      providerId,
      requestedBy: `user:${userId}`,
      requestedByName: word,
      connection: 'enrolments',
      filter: {},
      format: 'csv',
      principal: {},
    },
  });
}

async function addIncident({ database: { prisma } }: Dependencies, providerId: string | null, word: string): Promise<void> {
  const seenAt = new Date(EXAMPLE_NOW);
  const told = { kind: word, channel: 'email', recipient: `${word}@example.org`, subject: word, body: word };
  await prisma.incident.create({
    data: {
      providerId,
      fingerprint: `${word} ${providerId}`,
      errorClass: word,
      title: word,
      message: word,
      recentAt: [seenAt],
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      deliveries: { create: { providerId, ...told } },
    },
  });
}

/** Writes a word that answers can be searched for into what the other provider, and the installation, own. */
async function spoil({ database: { pool, prisma } }: Dependencies, providerId: string): Promise<void> {
  await prisma.worker.updateMany({ data: { name: `${FOREIGN}-host` } });
  await pool.query('UPDATE course_run SET course_run_id = $2 WHERE provider_id = $1', [providerId, FOREIGN_SSG_RUN]);
  const texts: [table: string, columns: string[]][] = [
    ['training_provider', ['name']],
    ['course', ['title', 'course_code', 'trainers_list']],
    ['course_run', ['assigned_trainer_name', 'tpg_assigned_trainer_name']],
    ['enrollment', ['enrolment_id']],
    ['learner', ['name']],
    ['sync_batch', ['run_id', 'error_message']],
    ['upcoming_course_runs_log', ['run_id', 'course_title', 'error_message']],
    ['learner_review', ['trainee_name', 'message']],
    ['task_chain_logs', ['reason']],
    ['scheduled_tasks', ['paused_reason']],
    ['app_user', ['name']],
  ];
  for (const [table, columns] of texts)
    for (const column of columns)
      await pool.query(
        `UPDATE ${table} AS row SET ${column} = '${FOREIGN} ' || row_number FROM (SELECT id, row_number() OVER (ORDER BY id) FROM ${table}) AS numbered
         WHERE numbered.id = row.id AND ${BELONGS[table] ?? 'row.provider_id = $1'}`,
        [providerId],
      );
}

async function rowsOf({ database: { pool } }: Dependencies, table: string, providerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT row.id::text FROM ${table} AS row WHERE ${BELONGS[table] ?? 'row.provider_id = $1'} ORDER BY row.id`,
    [providerId],
  );
  return rows.map(({ id }) => id);
}

async function namesOf(deps: Dependencies, providerId: string, chosen: Record<string, string>): Promise<Names> {
  const ids: Record<string, string> = {};
  for (const [type, table] of Object.entries(NODE_TABLES)) {
    const [first] = await rowsOf(deps, table, providerId);
    if (first === undefined)
      throw new Error(`The walk has no ${type} of a provider: fill the table ${table} in schema-walk-world.ts.`);
    ids[type] = chosen[type] ?? first;
  }
  const { prisma } = deps.database;
  const { uen } = await prisma.trainingProvider.findUniqueOrThrow({ where: { id: providerId } });
  const { ssgRunId, course } = await prisma.courseRun.findUniqueOrThrow({
    where: { id: ids['CourseRun'] ?? '' },
    include: { course: true },
  });
  const { referenceNumber } = await prisma.enrolment.findUniqueOrThrow({ where: { id: ids['Enrolment'] ?? '' } });
  const { runId } = await prisma.syncBatch.findUniqueOrThrow({ where: { id: ids['SyncBatch'] ?? '' } });
  return { uen, ssgRunId, courseCode: course.courseCode, referenceNumber: referenceNumber ?? '', runId, ids };
}

/** Names in the same form that nothing has. */
function missingNames(): Names {
  const ids = Object.keys(NODE_TABLES).map((type, index) => [
    type,
    type === 'ChainRun' ? '7659999' : `01890000-0000-7000-8000-0000000000${String(index).padStart(2, '0')}`,
  ]);
  return {
    uen: '201999999Z',
    ssgRunId: '7770002',
    courseCode: 'MISSING 2',
    referenceNumber: 'MISSING 3',
    runId: 'MISSING 4',
    ids: Object.fromEntries(ids) as Record<string, string>,
  };
}

interface Table {
  name: string;
  hasId: boolean;
  hasProvider: boolean;
}

async function allTables({ database: { pool } }: Dependencies): Promise<Table[]> {
  const { rows } = await pool.query<Table>(
    `SELECT table_name AS name, bool_or(column_name = 'id') AS "hasId", bool_or(column_name = 'provider_id' AND data_type = 'uuid') AS "hasProvider"
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name ORDER BY table_name`,
  );
  return rows;
}

async function hiddenIds(
  { database: { pool } }: Dependencies,
  tables: readonly Table[],
  providerId: string,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { name, hasId, hasProvider } of tables) {
    const belongs = BELONGS[name] ?? (hasProvider ? '(row.provider_id = $1 OR row.provider_id IS NULL)' : null);
    if (!hasId || belongs === null) continue;
    const { rows } = await pool.query<{ id: string }>(`SELECT row.id::text FROM ${name} AS row WHERE ${belongs}`, [providerId]);
    for (const { id } of rows) {
      if (id.includes('-')) found.add(id);
      else if (name === 'task_chain_logs') found.add(`ChainRun:${id}`);
    }
  }
  return found;
}

async function fingerprint(
  { database: { pool } }: Dependencies,
  tables: readonly Table[],
  providerId: string | undefined,
): Promise<string> {
  const parts = tables.flatMap(({ name, hasProvider }) => {
    const belongs = BELONGS[name] ?? (hasProvider ? 'row.provider_id = $1' : null);
    if (providerId && belongs === null) return [];
    const rows = `SELECT row.xmin::text || row::text AS text FROM ${name} AS row ${providerId ? `WHERE ${belongs}` : ''}`;
    return [
      `SELECT '${name}' AS name, (SELECT coalesce(md5(string_agg(text, ',' ORDER BY text)), '') FROM (${rows}) AS rows) AS hash`,
    ];
  });
  const { rows } = await pool.query<{ name: string; hash: string }>(parts.join(' UNION ALL '), providerId ? [providerId] : []);
  return rows.map(({ name, hash }) => `${name} ${hash}`).join('\n');
}

/** Global id of the row that names have for a node type. */
export function nodeId(names: Names, type: string): string {
  const id = names.ids[type];
  if (id === undefined)
    throw new Error(`The walk knows no row of ${type}: add its table to NODE_TABLES in schema-walk-knowledge.ts.`);
  return globalIdOf(type, id);
}

/** The viewer's own names but for one, which is another's: `uen`, or a node type. */
export const mixedNames = ({ own }: WalkWorld, kind: string, other: Names): Names =>
  kind in other.ids
    ? { ...own, ids: { ...own.ids, [kind]: other.ids[kind] ?? '' } }
    : { ...own, [kind]: other[kind as keyof Names] };
