import { ActRefusal } from '../../acts/act-refusal.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';

const LONGEST = 500;

/** A description as it is stored, null for none. Throws `ActRefusal`. */
export function requireDescription(text: string | null): string | null {
  const description = maskIdentifiersIn(text?.trim() ?? '');
  if (description.length <= LONGEST) return description === '' ? null : description;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: `The description has ${description.length} characters.`,
    remedy: `Write at most ${LONGEST}.`,
    path: ['input', 'description'],
  });
}
