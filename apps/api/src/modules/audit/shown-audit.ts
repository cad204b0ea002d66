import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { shownValue } from '../changes/shown-value.js';

/**
 * What the audit keeps of an entity, as people may see it: a learner's data masked as on the learner itself, columns that
 * nobody is shown left out, and whatever looks like an NRIC or FIN masked wherever it stands (S1.26, X4).
 */
export function shownAudit(entityType: string, value: unknown): unknown {
  if (typeof value === 'string') return maskIdentifiersIn(value);
  if (Array.isArray(value)) return value.map((item) => shownAudit(entityType, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, shownAudit(entityType, shownValue({ entityType, field }, inner))]),
  );
}
