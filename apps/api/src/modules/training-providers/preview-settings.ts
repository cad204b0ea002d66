import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { ModeProfile } from '@rollcall/domain/course-run/mode-of-learning';
import { windowEnd } from '@rollcall/domain/course-run/window';
import type { Principal } from '@rollcall/domain/permission/principal';
import {
  type CancelLimits,
  type NightPreview,
  type PastNight,
  previewLimits,
} from '@rollcall/domain/settings-preview/preview-limits';
import { type ModeGroup, type ModePreview, previewModes } from '@rollcall/domain/settings-preview/preview-modes';
import { previewWindow, type WindowPreview, type WindowRun } from '@rollcall/domain/settings-preview/preview-window';
import type { Pool } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import type { Dependencies } from '../../dependencies.js';
import { findProviderById, type ProviderSettings } from './find-provider.js';
import { checkFields, type ProviderChanges, providerChanges } from './provider-fields.js';

/** The settings that a preview says something about. */
export type PreviewedSettings = Pick<ProviderChanges, 'thresholdDays' | 'modeProfile' | 'maxCancels' | 'maxCancelsPercent'>;

/** Null where the setting was not asked about. */
export interface SettingsPreview {
  today: string;
  window: WindowPreview | null;
  modes: ModePreview | null;
  nights: NightPreview[] | null;
}

/** The most runs that are named, of each kind. */
export const MOST_NAMED = 20;
const MOST_NIGHTS = 30;

/**
 * What other settings would do, told from what is known here: nothing is written, and SSG is not asked. One statement for
 * each kind of setting, however many runs. Errors: `ActRefusal`, `ProviderFieldsError`.
 */
export async function previewSettings(
  deps: Pick<Dependencies, 'database' | 'now'>,
  { by, providerId, settings }: { by: Principal; providerId: string; settings: PreviewedSettings },
): Promise<SettingsPreview> {
  const path = ['input', 'trainingProviderId'];
  requireMay(by, 'training_provider.read_settings', { providerId }, 'training provider', path);
  const then = checkFields(providerChanges, settings);
  const { pool } = deps.database;
  const now = await findProviderById(pool, providerId);
  if (!now) throw notFound('training provider', path);
  const today = todayIn(now.timeZone, deps.now());
  const limits = { ...limitsOf(now), ...definedOf(limitsOf(then)) };
  const judgesLimits = then.maxCancels !== undefined || then.maxCancelsPercent !== undefined;
  const [window, modes, nights] = await Promise.all([
    then.thresholdDays === undefined ? null : windowOf(pool, now, today, then.thresholdDays),
    then.modeProfile === undefined ? null : modesOf(pool, now, today, then.modeProfile),
    judgesLimits ? nightsOf(pool, now, limits) : null,
  ]);
  return { today, window, modes, nights };
}

const limitsOf = <Limits extends Partial<CancelLimits>>({ maxCancels, maxCancelsPercent }: Limits) => {
  return { maxCancels, maxCancelsPercent } as Pick<Limits, 'maxCancels' | 'maxCancelsPercent'>;
};

const definedOf = (limits: Partial<CancelLimits>): Partial<CancelLimits> =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));

const UPCOMING = `
  SELECT id, start_date::text AS "startDate" FROM course_run
  WHERE provider_id = $1 AND start_date BETWEEN $2 AND $3 ORDER BY start_date, id`;

async function windowOf(
  pool: Pool,
  { id, thresholdDays }: ProviderSettings,
  today: string,
  then: number,
): Promise<WindowPreview> {
  const furthest = windowEnd(today, Math.max(thresholdDays, then));
  const { rows } = await pool.query<WindowRun>(UPCOMING, [id, today, furthest]);
  return previewWindow(today, thresholdDays, then, rows);
}

/** Runs that have begun are not read any more, and keep their word. */
const MODES = `
  SELECT mode_of_training_code AS "modeOfTrainingCode", mode_of_learning AS "modeOfLearning", count(*)::int AS runs,
    (array_agg(id::text ORDER BY start_date, id))[1:${MOST_NAMED}] AS "firstIds"
  FROM course_run WHERE provider_id = $1 AND start_date >= $2
  GROUP BY mode_of_training_code, mode_of_learning ORDER BY mode_of_training_code NULLS LAST, mode_of_learning`;

async function modesOf(pool: Pool, { id }: ProviderSettings, today: string, then: ModeProfile): Promise<ModePreview> {
  const { rows } = await pool.query<ModeGroup>(MODES, [id, today]);
  return previewModes(rows, then);
}

/**
 * What past nights took away, from what they left: an approval that was asked for has the counts it was asked with; the
 * reconcile step tells its own; what a sync wrote stands in its changes, beside the enrolments that the runs of its log have
 * today.
 */
const NIGHTS = `
  WITH night AS (
    SELECT id FROM task_chain_logs WHERE provider_id = $1 AND chain_name = 'tgs_daily' AND NOT dry_run AND completed_at IS NOT NULL
    ORDER BY id DESC LIMIT ${MOST_NIGHTS}
  )
  SELECT night.id::text AS "chainRunId", step.step, approval.counts IS NOT NULL AS waited,
    coalesce((approval.counts ->> 'cancels')::int, (step.counts ->> 'cancelled')::int, written.cancels, 0) AS cancels,
    coalesce((approval.counts ->> 'removals')::int, 0) AS removals,
    coalesce((approval.counts ->> 'touched')::int, (step.counts ->> 'touched')::int, written.touched, 0) AS touched
  FROM night JOIN task_chain_steps AS step ON step.chain_log_id = night.id AND step.step IN ('sync_enrolments', 'reconcile_cancellations')
  LEFT JOIN LATERAL (
    SELECT counts FROM task_chain_approval WHERE chain_step_id = step.id ORDER BY requested_at DESC, id DESC LIMIT 1
  ) AS approval ON true
  LEFT JOIN LATERAL (
    SELECT (
      SELECT count(*)::int FROM change_set JOIN change ON change.change_set_id = change_set.id
      WHERE change_set.batch_id = batch.id AND change_set.phase = 'sync' AND change.entity_type = 'enrolment' AND change.field = 'enrolment_status'
        AND change.before #>> '{}' IN ('Active', 'Confirmed', 'Pending') AND change.after #>> '{}' IN ('Cancelled', 'Withdrawn', 'Rejected')
    ) AS cancels, (
      SELECT count(*)::int FROM upcoming_course_runs_log AS line
        JOIN course_run AS run ON run.provider_id = line.provider_id AND run.course_run_id = line.course_run_id
        JOIN enrollment ON enrollment.course_run_id = run.id
      WHERE line.batch_id = batch.id AND line.status IN ('success', 'unchanged', 'held', 'no_enrolments')
    ) AS touched
    FROM sync_batch AS batch WHERE step.step = 'sync_enrolments' AND batch.chain_run_id = night.id ORDER BY batch.started_at DESC LIMIT 1
  ) AS written ON true
  WHERE step.status = 'completed' OR approval.counts IS NOT NULL
  ORDER BY night.id DESC, step.position`;

async function nightsOf(pool: Pool, provider: ProviderSettings, then: CancelLimits): Promise<NightPreview[]> {
  const { rows } = await pool.query<PastNight>(NIGHTS, [provider.id]);
  return previewLimits(rows, provider, then);
}
