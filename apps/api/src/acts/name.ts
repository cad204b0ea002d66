import { ActRefusal } from './act-refusal.js';

/** Characters that a line of text has no use for: they could break a mail's header or a terminal. */
const CONTROL = /\p{Cc}/u;

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
