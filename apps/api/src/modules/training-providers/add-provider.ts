import type { Dependencies } from '../../dependencies.js';
import { inTransaction, retryWhenStale } from '../../persistence/transaction.js';
import type { SystemActor } from '../imports/import-report.js';
import { findProviderByUen, type ProviderSettings } from './find-provider.js';
import { checkFields, type NewProvider, newProviderFields } from './provider-fields.js';

export class ProviderExistsError extends Error {
  readonly remedy: string;

  constructor(uen: string) {
    super(`There is a provider with the UEN ${uen} already.`);
    this.name = 'ProviderExistsError';
    this.remedy = `Change its settings instead: rollcall provider set ${uen} --help`;
  }
}

const INSERT_PROVIDER = `
  WITH provider AS (
    INSERT INTO training_provider (id, uen, code, name, time_zone, upcoming_classes_threshold_days, mode_profile, seal_identifiers, refresh_tpg_trainers,
      alert_emails, max_cancels, max_cancels_percent)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (uen) DO NOTHING RETURNING *
  )
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, after)
  SELECT id, 'system', $13, 'training_provider.create', 'training_provider', id, to_jsonb(provider) - 'created_at' - 'updated_at' FROM provider`;

/** Adds a training provider and audits it. Errors: `ProviderFieldsError`, `ProviderExistsError`. */
export async function addProvider(
  deps: Pick<Dependencies, 'database' | 'newId'>,
  given: NewProvider,
  actor: SystemActor = { role: 'cli' },
): Promise<ProviderSettings> {
  const { uen, code = `${given.uen.trim().toUpperCase()}-01`, ...fields } = checkFields(newProviderFields, given);
  const { name, timeZone, thresholdDays, modeProfile, sealIdentifiers, refreshTpgTrainers } = fields;
  const id = deps.newId();
  const { alertEmails, maxCancels, maxCancelsPercent } = fields;
  const values = [
    id,
    uen,
    code,
    name,
    timeZone,
    thresholdDays,
    modeProfile,
    sealIdentifiers,
    refreshTpgTrainers,
    alertEmails,
    maxCancels,
    maxCancelsPercent,
    actor.role,
  ];
  const { rowCount } = await retryWhenStale(() =>
    inTransaction(deps.database.pool, (transaction) => transaction.query(INSERT_PROVIDER, values)),
  );
  const provider = rowCount === 1 ? await findProviderByUen(deps.database.pool, uen) : null;
  if (!provider) throw new ProviderExistsError(uen);
  return provider;
}
