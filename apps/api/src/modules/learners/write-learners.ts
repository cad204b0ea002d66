import type { LearnerChange } from '@rollcall/domain/course-run/plan';
import type { PoolClient } from 'pg';
import type { IdentifierVault } from '../../identifiers/identifier-vault.js';
import { expectRows } from '../../persistence/transaction.js';
import type { Trainee } from './trainee.js';

const INSERT = `
  INSERT INTO learner (id, provider_id, name, email, phone, id_type, nric_hmac, nric_key_id, nric_masked, nric_sealed)
  SELECT row.id, $1, row.name, row.email, row.phone, row."idType", row."nricHmac", row."nricKeyId", row."nricMasked", row."nricSealed"
  FROM jsonb_to_recordset($2::jsonb) AS row (id uuid, name text, email text, phone text, "idType" text, "nricHmac" text, "nricKeyId" text, "nricMasked" text, "nricSealed" text)`;

/** A learner known without identifier gets the one SSG sent; one that has an identifier keeps it. */
const FILL_IN_IDENTIFIER = `
  UPDATE learner SET nric_hmac = row."nricHmac", nric_key_id = row."nricKeyId", nric_masked = row."nricMasked", nric_sealed = row."nricSealed",
    id_type = coalesce(learner.id_type, row."idType"), version = learner.version + 1, updated_at = now()
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, "idType" text, "nricHmac" text, "nricKeyId" text, "nricMasked" text, "nricSealed" text)
  WHERE learner.id = row.id AND learner.nric_hmac IS NULL`;

export interface LearnerWrite {
  change: LearnerChange;
  /** The row's id, made by the caller for new learners. */
  id: string;
  /** Who brings name and contact data. */
  trainee: Trainee;
  /** Who carries the identifier: the same, or the person's other enrolment in the run; null where nobody does. */
  identified: Trainee | null;
}

/** Writes the plan's learners, identifiers hashed, masked and (where the provider sends to SSG) sealed. At most two statements. */
export async function writeLearners(
  transaction: PoolClient,
  providerId: string,
  writes: readonly LearnerWrite[],
  vault: IdentifierVault,
  seals: boolean,
): Promise<void> {
  const rows = writes.map((write) => ({ action: write.change.action, row: learnerRow(write, vault, seals) }));
  // In the order of the unique key: two runs that create the same people cannot lock each other out.
  rows.sort((left, right) => ((left.row.nricHmac ?? '') < (right.row.nricHmac ?? '') ? -1 : 1));
  const created = rows.filter(({ action }) => action === 'create').map(({ row }) => row);
  const updated = rows.filter(({ action }) => action === 'update').map(({ row }) => row);
  if (created.length > 0)
    await transaction.query({ name: 'insert-learners', text: INSERT, values: [providerId, JSON.stringify(created)] });
  if (updated.length > 0) {
    const result = await transaction.query({
      name: 'fill-in-identifiers',
      text: FILL_IN_IDENTIFIER,
      values: [JSON.stringify(updated)],
    });
    expectRows('A learner', result, updated.length);
  }
}

function learnerRow({ change, id, trainee, identified }: LearnerWrite, vault: IdentifierVault, seals: boolean) {
  const { name, email, identifierHash, identifierMasked } = change.after;
  const identifier = identified?.identifier ?? null;
  return {
    id,
    name,
    email,
    phone: trainee.phone,
    idType: (identified ?? trainee).idType,
    nricHmac: identifierHash,
    nricKeyId: identifierHash === null ? null : vault.keyId,
    nricMasked: identifierMasked,
    nricSealed: identifier !== null && seals ? vault.seal(identifier) : null,
  };
}
