import { decideRequeue, type RequeueVerdict } from '@rollcall/domain/incident/decide-requeue';
import type { IncidentStatus } from '@rollcall/domain/incident/incident';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool, PoolClient } from 'pg';
import { isStranger } from '../../access/is-stranger.js';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import type { Engine, StepWake } from '../../workflow/engine.js';
import { previewResume, resumeChainRunIn } from '../../workflow/resume-chain-run.js';
import { recordAudit } from '../audit/record-audit.js';
import { recordAct } from '../chains/record-act.js';
import { takeChainRun } from '../chains/take-chain-run.js';
import type { SyncInput, SyncStart } from '../sync/sync-input.js';

export interface RequeueIncident {
  by: Principal;
  /** Row id; null for what can be no incident's id. */
  incidentId: string | null;
  idempotencyKey?: string | null | undefined;
}

/** What goes on because of it: a chain run, by its number, or a sync batch, by its row id. */
export type RequeuedIncident = {
  incidentId: string;
  chainRunId: string | null;
  syncBatchId: string | null;
  /** For people. */
  sentence: string;
};

export type RequeueOutcome =
  | { kind: 'requeued'; requeued: RequeuedIncident }
  | { kind: 'already_running'; chainRunId: string; status: string };

type RequeueDependencies = Pick<Dependencies, 'database'> & {
  correlationId: string | null;
  /** Asked for only where a chain run is to go on. */
  engine: () => Engine;
  /** Begins a sync that goes on after the answer. */
  beginSync(input: SyncInput): Promise<SyncStart>;
};

/**
 * Tries again what an incident is about (S1.19). Its row is not changed: it closes when what failed succeeds. Throws
 * `ActRefusal`, and what resuming a chain run throws.
 */
export async function requeueIncident(deps: RequeueDependencies, wish: RequeueIncident): Promise<RequeueOutcome> {
  const { by, incidentId, idempotencyKey } = wish;
  const { pool } = deps.database;
  // Beside the act's result, which is kept with the idempotency key.
  let wakes: StepWake[] = [];
  try {
    const requeued = await runAct<RequeuedIncident>(
      deps,
      { by, act: 'incidentRequeue', input: { incidentId }, idempotencyKey },
      async (transaction) => {
        const incident = await findIncident(transaction, wish);
        const verdict = await verdictOn(deps, incident);
        const done =
          verdict.kind === 'resume' ? await resume(deps, transaction, incident, by) : await sync(deps, incident, verdict, by);
        wakes = done.wakes;
        await audit(transaction, deps, incident, by, done.result);
        return done.result;
      },
      (transaction) => findIncident(transaction, wish),
    );
    if (wakes.length > 0) await tell(deps.engine(), pool, requeued.chainRunId, wakes);
    return { kind: 'requeued', requeued };
  } catch (error) {
    if (error instanceof ChainAtWorkError) return { kind: 'already_running', chainRunId: error.chainRunId, status: error.status };
    throw error;
  }
}

/** Ends the act, and rolls it back, where another run of the chain is at work. */
class ChainAtWorkError extends Error {
  constructor(
    readonly chainRunId: string,
    readonly status: string,
  ) {
    super(`Chain run ${chainRunId} is in the way.`);
    this.name = 'ChainAtWorkError';
  }
}

interface FoundIncident {
  id: string;
  providerId: string | null;
  status: IncidentStatus;
  runsTouched: string[];
  /** Null where no chain run met it, or that run is gone. */
  chainRunId: string | null;
}

/** Its row is not locked: a chain run that ends locks its own row first, and its incidents then. */
const FIND = `
  SELECT incident.id, incident.provider_id AS "providerId", incident.status, incident.runs_touched AS "runsTouched", run.id::text AS "chainRunId"
  FROM incident LEFT JOIN task_chain_logs AS run ON run.id = incident.last_chain_log_id WHERE incident.id = $1`;

async function findIncident(transaction: PoolClient, { by, incidentId }: RequeueIncident): Promise<FoundIncident> {
  const path = ['input', 'incidentId'];
  const { rows } = await transaction.query<FoundIncident>(FIND, [incidentId]);
  const [incident] = rows;
  if (!incident || isStranger(by, incident.providerId)) throw notFound('incident', path);
  requireMay(by, 'chain_run.resume', { providerId: incident.providerId }, 'incident', path);
  return incident;
}

async function verdictOn(
  deps: RequeueDependencies,
  incident: FoundIncident,
): Promise<Exclude<RequeueVerdict, { kind: 'refused' }>> {
  const { status, runsTouched, providerId, chainRunId } = incident;
  const isOpenOne = status === 'open' && chainRunId !== null;
  const verdict = decideRequeue({
    status,
    runsTouched,
    hasProvider: providerId !== null,
    resume: isOpenOne ? await previewResume(deps.engine(), { chainRunId }) : null,
  });
  if (verdict.kind !== 'refused') return verdict;
  const { reason: message, remedy } = verdict;
  throw new ActRefusal({ code: 'REFUSED', message, remedy, path: ['input', 'incidentId'] });
}

interface Done {
  result: RequeuedIncident;
  wakes: StepWake[];
}

/** As `chainRunResume` does, in this transaction. */
async function resume(deps: RequeueDependencies, transaction: PoolClient, incident: FoundIncident, by: Principal): Promise<Done> {
  const chainRunId = incident.chainRunId ?? '';
  const action = 'chain_run.resume';
  const { providerId } = await takeChainRun(transaction, { chainRunId, by, action });
  const started = await resumeChainRunIn(deps.engine(), transaction, { chainRunId, from: 'failure', by: by.name });
  if (started.kind === 'already_running') throw new ChainAtWorkError(started.chainRunId, started.status);
  const facts = { resumes: chainRunId, from: 'failure', incident: incident.id };
  await recordAct(transaction, { action, chainRunId: started.chainRunId, providerId, by, facts });
  const sentence = `Chain run ${chainRunId} goes on from where it failed, as chain run ${started.chainRunId}.`;
  return {
    result: { incidentId: incident.id, chainRunId: started.chainRunId, syncBatchId: null, sentence },
    wakes: started.wakes,
  };
}

/** A sync that was begun goes on whatever becomes of the act; to read twice ends in the same rows. */
async function sync(
  { beginSync }: RequeueDependencies,
  { id, providerId, runsTouched }: FoundIncident,
  { onlySsgRunId }: { onlySsgRunId: string | null },
  by: Principal,
): Promise<Done> {
  if (providerId === null) throw notFound('incident', ['input', 'incidentId']);
  requireMay(by, 'course_run.sync', { providerId }, 'incident', ['input', 'incidentId']);
  const start = await beginSync({ providerId, trigger: 'http', ...(onlySsgRunId !== null && { onlySsgRunId }) });
  if (start.kind === 'already_running')
    throw new ActRefusal({
      code: 'SYNC_RUNNING',
      message: 'A sync of this provider is at work.',
      remedy: 'Follow its batch: the incident closes by itself where it succeeds. Else ask again when it has ended.',
      syncBatchId: start.batchId,
    });
  const sentence =
    onlySsgRunId === null
      ? `The incident touched ${runsTouched.length} runs: all upcoming runs are read from SSG again.`
      : `Run ${onlySsgRunId} is read from SSG again.`;
  return { result: { incidentId: id, chainRunId: null, syncBatchId: start.batchId, sentence }, wakes: [] };
}

async function audit(
  transaction: PoolClient,
  { correlationId }: RequeueDependencies,
  { id, providerId }: FoundIncident,
  by: Principal,
  { chainRunId, syncBatchId }: RequeuedIncident,
): Promise<void> {
  await recordAudit(transaction, {
    providerId,
    by,
    action: 'incident.requeue',
    entityType: 'incident',
    entityId: id,
    after: { ...(chainRunId !== null && { chainRun: chainRunId }), ...(syncBatchId !== null && { syncBatch: syncBatchId }) },
    correlationId,
  });
}

/** After the commit: workers of the steps, and other processes of the events where the database does not tell them. */
async function tell(engine: Engine, pool: Pool, chainRunId: string | null, wakes: StepWake[]): Promise<void> {
  const { rows } = await pool.query<{ number: number }>(
    'SELECT last_event_number AS number FROM task_chain_logs WHERE id = $1::bigint',
    [chainRunId],
  );
  if (chainRunId !== null && rows[0]) await engine.events.publish(chainRunId, rows[0].number);
  await engine.wake(wakes);
}
