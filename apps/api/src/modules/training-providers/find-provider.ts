import type { ModeProfile } from '@rollcall/domain/course-run/mode-of-learning';
import type { Pool } from 'pg';

/** The settings of one training provider that a sync works by. */
export interface ProviderSettings {
  id: string;
  uen: string;
  code: string;
  name: string;
  timeZone: string;
  thresholdDays: number;
  modeProfile: ModeProfile;
  sealIdentifiers: boolean;
  refreshTpgTrainers: boolean;
  /** Where this provider's alerts go; the installation's addresses where empty. */
  alertEmails: string[];
  /** Blast-radius gate (bug 49): more cancellations, or a larger share in percent, wait for a person. */
  maxCancels: number;
  maxCancelsPercent: number;
}

/** Of `training_provider`, as `ProviderSettings` names them. */
export const PROVIDER_COLUMNS = `id, uen, code, name, time_zone AS "timeZone", upcoming_classes_threshold_days AS "thresholdDays",
  mode_profile AS "modeProfile", seal_identifiers AS "sealIdentifiers", refresh_tpg_trainers AS "refreshTpgTrainers",
  alert_emails AS "alertEmails", max_cancels AS "maxCancels", max_cancels_percent AS "maxCancelsPercent"`;

/** The provider with this row id, or null. */
export async function findProviderById(pool: Pool, id: string): Promise<ProviderSettings | null> {
  const { rows } = await pool.query<ProviderSettings>(`SELECT ${PROVIDER_COLUMNS} FROM training_provider WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** The provider with this UEN, or null. */
export async function findProviderByUen(pool: Pool, uen: string): Promise<ProviderSettings | null> {
  const { rows } = await pool.query<ProviderSettings>(`SELECT ${PROVIDER_COLUMNS} FROM training_provider WHERE uen = $1`, [uen]);
  return rows[0] ?? null;
}

/** All providers, by UEN. */
export async function listProviders(pool: Pool): Promise<ProviderSettings[]> {
  const { rows } = await pool.query<ProviderSettings>(`SELECT ${PROVIDER_COLUMNS} FROM training_provider ORDER BY uen`);
  return rows;
}
