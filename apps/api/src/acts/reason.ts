import { maskIdentifiersIn } from '../identifiers/mask-identifier.js';
import { ActRefusal } from './act-refusal.js';

const SHORTEST = 3;
const LONGEST = 500;

/**
 * A reason as it is kept: trimmed, identifiers in it masked; null where none was given and none is needed. Throws
 * `ActRefusal` for one that is too short to say anything or too long to be one.
 */
export function readReason(given: string | null | undefined): string | null {
  if (given == null) return null;
  const text = given.trim();
  if (text.length >= SHORTEST && text.length <= LONGEST) return maskIdentifiersIn(text);
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: `The reason has ${text.length} characters; ${SHORTEST} to ${LONGEST} are wanted.`,
    remedy: 'Say in a sentence why, for whoever reads the record later.',
    path: ['input', 'reason'],
  });
}

/** `readReason` where a reason must be given. */
export function requireReason(given: string | null | undefined): string {
  return readReason(given ?? '') ?? '';
}
