import { maskIdentifier, maskIdentifiersIn } from './mask-identifier.js';

/**
 * An SSG payload, as JSON text, in the form that may be stored: the trainee's identifier and whatever looks like an
 * NRIC/FIN are masked wherever they stand (X4). `identifier` is the clear one, which may be a passport number that no
 * pattern finds. Works on the text, because a payload has many members and an identifier is text wherever it is.
 */
export function redactPayload(json: string, identifier: string | null): string {
  return maskIdentifiersIn(identifier ? json.replaceAll(inJson(identifier), maskIdentifier(identifier)) : json);
}

/** How a text stands between its quotes in JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
