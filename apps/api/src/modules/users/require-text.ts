import { ActRefusal } from '../../acts/act-refusal.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';

/** Characters that a line of text has no use for: they could break a mail's header or a terminal. */
const CONTROL = /\p{Cc}/u;

/** A reason in people's words, trimmed, identifiers masked. Throws `ActRefusal` where it has not 3 to 500 characters. */
export function requireReason(reason: string): string {
  const text = reason.trim();
  if (text.length >= 3 && text.length <= 500) return maskIdentifiersIn(text);
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: `The reason has ${text.length} characters.`,
    remedy: 'Say why in 3 to 500 characters; the audit keeps it.',
    path: ['input', 'reason'],
  });
}

/** A name of one line, trimmed. Throws `ActRefusal`. */
export function requireName(name: string, longest: number): string {
  const text = name.trim();
  if (text !== '' && text.length <= longest && !CONTROL.test(text)) return text;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: text === '' ? 'The name is empty.' : 'The name is too long, or no single line.',
    remedy: `Give a name of 1 to ${longest} characters.`,
    path: ['input', 'name'],
  });
}
