import { maskEmail, maskPhone } from '../learners/mask-contact.js';

/** Columns whose values nobody is shown, whatever a change recorded of them (S1.26, X4). */
const HIDDEN = new Set(['nric_hmac', 'nric_key_id', 'nric_sealed', 'raw_data']);

/** A recorded value as people may see it: personal data masked as on the learner itself. */
export function shownValue(change: { entityType: string; field: string }, value: unknown): unknown {
  if (HIDDEN.has(change.field)) return null;
  if (change.entityType !== 'learner' || typeof value !== 'string') return value;
  if (change.field === 'email') return maskEmail(value);
  if (change.field === 'phone') return maskPhone(value);
  return value;
}
