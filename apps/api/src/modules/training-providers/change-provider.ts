import type { Dependencies } from '../../dependencies.js';
import { inTransaction, retryWhenStale } from '../../persistence/transaction.js';
import type { SystemActor } from '../imports/import-report.js';
import { findProviderByUen, type ProviderSettings } from './find-provider.js';
import { checkFields, type ProviderChanges, providerChanges } from './provider-fields.js';
import { UnknownProviderError } from './unknown-provider.js';

const COLUMNS: Record<keyof ProviderChanges, string> = {
  name: 'name',
  code: 'code',
  timeZone: 'time_zone',
  thresholdDays: 'upcoming_classes_threshold_days',
  modeProfile: 'mode_profile',
  sealIdentifiers: 'seal_identifiers',
  refreshTpgTrainers: 'refresh_tpg_trainers',
  alertEmails: 'alert_emails',
  maxCancels: 'max_cancels',
  maxCancelsPercent: 'max_cancels_percent',
};

/** One statement: the row, locked and compared, then written and audited where something differs. */
const CHANGE_PROVIDER = `
  WITH before AS (
    SELECT * FROM training_provider WHERE uen = $1 FOR UPDATE
  ), wanted AS (
    SELECT (jsonb_populate_record(current, $2::jsonb)).* FROM training_provider AS current WHERE uen = $1
  ), written AS (
    UPDATE training_provider SET name = wanted.name, code = wanted.code, time_zone = wanted.time_zone,
      upcoming_classes_threshold_days = wanted.upcoming_classes_threshold_days, mode_profile = wanted.mode_profile,
      seal_identifiers = wanted.seal_identifiers, refresh_tpg_trainers = wanted.refresh_tpg_trainers,
      alert_emails = wanted.alert_emails, max_cancels = wanted.max_cancels, max_cancels_percent = wanted.max_cancels_percent,
      version = training_provider.version + 1, updated_at = now()
    FROM wanted, before
    WHERE training_provider.id = wanted.id AND to_jsonb(wanted) IS DISTINCT FROM to_jsonb(before)
    RETURNING training_provider.id
  )
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, before, after)
  SELECT written.id, 'system', $3, 'training_provider.update', 'training_provider', written.id,
    (SELECT jsonb_object_agg(key, to_jsonb(before) -> key) FROM jsonb_object_keys($2::jsonb) AS key), $2::jsonb
  FROM written, before`;

/**
 * Changes settings of a provider and audits the change; settings that are left out stay, and equal ones write nothing.
 * Errors: `ProviderFieldsError`, `UnknownProviderError`.
 */
export async function changeProvider(
  deps: Pick<Dependencies, 'database'>,
  uen: string,
  given: ProviderChanges,
  actor: SystemActor = { role: 'cli' },
): Promise<{ provider: ProviderSettings; changed: boolean }> {
  const changes = checkFields(providerChanges, given);
  const columns = Object.entries(changes).map(([field, value]) => [COLUMNS[field as keyof ProviderChanges], value]);
  const values = [uen, JSON.stringify(Object.fromEntries(columns)), actor.role];
  const { rowCount } = await retryWhenStale(() =>
    inTransaction(deps.database.pool, (transaction) => transaction.query(CHANGE_PROVIDER, values)),
  );
  const provider = await findProviderByUen(deps.database.pool, uen);
  if (!provider) throw new UnknownProviderError({ uen });
  return { provider, changed: rowCount === 1 };
}
