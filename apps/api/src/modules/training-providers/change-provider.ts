import type { Principal } from '@rollcall/domain/permission/principal';
import { systemPrincipal } from '../../access/system-principal.js';
import { notFound, requireVersion } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { auditActorOf } from '../audit/audit-actor.js';
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
    SELECT * FROM training_provider WHERE id = $1 FOR UPDATE
  ), wanted AS (
    SELECT (jsonb_populate_record(current, $2::jsonb)).* FROM training_provider AS current WHERE id = $1
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
  INSERT INTO audit_trail (actor_type, actor_id, actor_name, actor_role, reason, correlation_id, provider_id, action, entity_type, entity_id, before, after)
  SELECT $3, $4, $5, $6, $7, $8, written.id, 'training_provider.update', 'training_provider', written.id,
    (SELECT jsonb_object_agg(key, to_jsonb(before) -> key) FROM jsonb_object_keys($2::jsonb) AS key), $2::jsonb
  FROM written, before`;

export interface ChangeProvider {
  by: Principal;
  /** Row id. */
  providerId: string;
  changes: ProviderChanges;
  reason?: string | null;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/**
 * Changes settings of a provider and audits who did; settings that are left out stay, and equal ones write nothing.
 * Errors: `ProviderFieldsError`, `ActRefusal`.
 */
export function changeProviderSettings(
  deps: Pick<Dependencies, 'database'> & { correlationId?: string },
  wish: ChangeProvider,
): Promise<{ providerId: string; changed: boolean }> {
  const { by, providerId, reason = null, expectedVersion, idempotencyKey } = wish;
  const changes = checkFields(providerChanges, wish.changes);
  const columns = Object.fromEntries(
    Object.entries(changes).map(([field, value]) => [COLUMNS[field as keyof ProviderChanges], value]),
  );
  const input = { providerId, columns, reason, expectedVersion };
  return runAct(deps, { by, act: 'trainingProviderSettingsUpdate', input, idempotencyKey }, async (transaction) => {
    const path = ['input', 'trainingProviderId'];
    requireMay(by, 'training_provider.update', { providerId }, 'training provider', path);
    // Locked before it is compared: of two admins at once the second compares with what the first wrote.
    const { rows } = await transaction.query<{ version: number }>(
      'SELECT version FROM training_provider WHERE id = $1 FOR UPDATE',
      [providerId],
    );
    const [current] = rows;
    if (!current) throw notFound('training provider', path);
    requireVersion('training provider', current.version, expectedVersion);
    const actor = auditActorOf(by, providerId, 'training_provider.update');
    const who = [actor.type, actor.id, actor.name, actor.role, reason, deps.correlationId ?? null];
    const { rowCount } = await transaction.query(CHANGE_PROVIDER, [providerId, JSON.stringify(columns), ...who]);
    return { providerId, changed: rowCount === 1 };
  });
}

/** `changeProviderSettings` for the command line, which names a provider by its UEN. Errors: also `UnknownProviderError`. */
export async function changeProvider(
  deps: Pick<Dependencies, 'database'>,
  uen: string,
  changes: ProviderChanges,
  by: Principal = systemPrincipal('cli'),
): Promise<{ provider: ProviderSettings; changed: boolean }> {
  const found = await findProviderByUen(deps.database.pool, uen);
  if (!found) throw new UnknownProviderError({ uen });
  const { changed } = await changeProviderSettings(deps, { by, providerId: found.id, changes });
  const provider = await findProviderByUen(deps.database.pool, uen);
  if (!provider) throw new UnknownProviderError({ uen });
  return { provider, changed };
}
