import type { Principal } from '@rollcall/domain/permission/principal';
import { SsgConfigurationError } from '@rollcall/ssg/errors/configuration-error';
import { SsgError } from '@rollcall/ssg/errors/ssg-error';
import type { Pool } from 'pg';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import type { Dependencies } from '../../dependencies.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { describeFailure } from '../../upstream/describe-failure.js';
import { MissingSsgCredentialsError, UnreadableCredentialFileError } from '../../upstream/ssg-authentication.js';
import type { SyncOptions } from './begin-sync.js';
import type { DryRunUnit } from './dry-run.js';
import { previewSentence } from './preview-sentence.js';
import type { Decision } from './read-decisions.js';
import { runningBatchId } from './running-batch.js';
import type { SyncInput } from './sync-input.js';

/** Plans a sync and writes nothing: `dryRunSync` with what it needs. */
export type PlanSync = (input: SyncInput, options: SyncOptions) => AsyncIterable<DryRunUnit>;

export interface PreviewCourseRun {
  by: Principal;
  /** Row id; null for what can be no run's id. */
  courseRunId: string | null;
}

/** What a sync of one run would do. */
export interface CourseRunPreview {
  courseRunId: string;
  /** For people. */
  sentence: string;
  changes: DryRunUnit['changes'];
  decisions: Decision[];
  /** Calls to SSG that it took. */
  callsMade: number;
}

/** How long SSG may take, with its pace and its retries, while somebody waits; less where the time limit of a call is less. */
const LONGEST_WAIT_MS = 20_000;

type PreviewDependencies = Pick<Dependencies, 'database' | 'settings'> & { planSync: PlanSync };

/**
 * Tells what a sync of one run would do now, by the planner of the sync itself, and writes nothing. Refused while a sync of the
 * provider is at work: what it writes meanwhile would make the answer wrong. Throws `ActRefusal`.
 */
export async function previewCourseRun(
  deps: PreviewDependencies,
  { by, courseRunId }: PreviewCourseRun,
): Promise<CourseRunPreview> {
  const { pool } = deps.database;
  const run = await findRun(pool, courseRunId, by);
  const syncBatchId = await runningBatchId(pool, run.providerId);
  if (syncBatchId !== null) throw syncRunning(syncBatchId);
  let callsMade = 0;
  const signal = AbortSignal.timeout(Math.min(LONGEST_WAIT_MS, deps.settings.ssg.timeoutMs));
  const unit = await planOne(deps, run, { signal, onProgress: (progress) => (callsMade = progress.callsMade) });
  if (unit.outcome === 'error')
    throw refused(unit.error?.message ?? 'The run could not be planned.', unit.error?.remedy ?? 'Ask again.');
  return {
    courseRunId: run.id,
    sentence: previewSentence(unit),
    changes: unit.changes,
    decisions: decisionsOf(unit),
    callsMade,
  };
}

interface RunToPreview {
  id: string;
  providerId: string;
  ssgRunId: string;
  uen: string;
}

const FIND = `
  SELECT run.id, run.provider_id AS "providerId", run.course_run_id AS "ssgRunId", provider.uen
  FROM course_run AS run JOIN training_provider AS provider ON provider.id = run.provider_id WHERE run.id = $1`;

async function findRun(pool: Pool, courseRunId: string | null, by: Principal): Promise<RunToPreview> {
  const path = ['input', 'courseRunId'];
  const { rows } = await pool.query<RunToPreview>(FIND, [courseRunId]);
  const [run] = rows;
  if (!run) throw notFound('course run', path);
  requireMay(by, 'course_run.sync', { providerId: run.providerId }, 'course run', path);
  return run;
}

/** The one unit that a dry run of one run gives. */
async function planOne(
  { planSync, settings }: PreviewDependencies,
  { providerId, ssgRunId, uen }: RunToPreview,
  options: SyncOptions,
): Promise<DryRunUnit> {
  try {
    for await (const unit of planSync({ providerId, trigger: 'http', onlySsgRunId: ssgRunId }, options)) return unit;
  } catch (error) {
    if (options.signal?.aborted)
      throw refused(
        'SSG did not answer in time.',
        'Ask again in a few minutes; the checks of the connection tell what is wrong.',
      );
    if (!isAboutSsg(error)) throw error;
    const { message, remedy } = describeFailure(error, settings, uen);
    throw refused(message, remedy);
  }
  throw new Error(`The dry run of ${ssgRunId} planned nothing.`);
}

/** Everything else is a fault of ours, and is not dressed up as one of SSG's. */
const isAboutSsg = (error: unknown): boolean =>
  [SsgError, SsgConfigurationError, MissingSsgCredentialsError, UnreadableCredentialFileError].some(
    (type) => error instanceof type,
  );

/** What changes nothing, with its reason: left as it is, worth a word, or waiting for a person (bug 18). */
const decisionsOf = ({ skips, notices, reviews }: DryRunUnit): Decision[] => [
  ...skips.map(({ key, rule, reason }) => ({ kind: 'skip' as const, key, rule, reason })),
  ...notices.map(({ key, rule, message }) => ({ kind: 'notice' as const, key, rule, reason: message })),
  ...reviews.map(({ referenceNumber, message }) => ({
    kind: 'notice' as const,
    key: referenceNumber,
    rule: 'bug 18 learner-review',
    reason: message,
  })),
];

const refused = (message: string, remedy: string): ActRefusal =>
  new ActRefusal({
    code: 'REFUSED',
    message: `What a sync would do could not be told: ${maskIdentifiersIn(message)}`,
    remedy,
    path: ['input', 'courseRunId'],
  });

const syncRunning = (syncBatchId: string): ActRefusal =>
  new ActRefusal({
    code: 'SYNC_RUNNING',
    message: 'A sync of this provider is at work.',
    remedy: 'Follow its batch, and ask again when it has ended.',
    syncBatchId,
  });
