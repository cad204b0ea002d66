import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { shownValue } from '../changes/shown-value.js';
import { maskEmail } from '../learners/mask-contact.js';

/** Columns that name people, one or several. */
const NAMES = /(^|_)name$|^trainers_list$/;

/** A recorded value as it may leave the house: whoever is meant is recognised by ids, never by name or address. */
export function maskedValue(change: { entityType: string; field: string }, value: unknown): unknown {
  return mask(change.field, shownValue(change, value));
}

function mask(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => mask(field, inner));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mask(name, inner)]));
  if (typeof value !== 'string' || value === '') return value;
  if (NAMES.test(field)) return `${value.slice(0, 1)}***`;
  return value.includes('@') ? maskEmail(value) : maskIdentifiersIn(value);
}
