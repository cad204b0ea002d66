import type { JsonValue } from '@rollcall/domain/change/change';
import { maskIdentifier, maskIdentifiersIn } from './mask-identifier.js';

/**
 * A copy of an SSG payload that may be stored: the trainee's identifier and whatever looks like an NRIC/FIN are
 * masked wherever they stand (X4). `identifier` is the clear one, which may be a passport number that no pattern finds.
 */
export function redactPayload(payload: JsonValue, identifier: string | null): JsonValue {
  if (typeof payload === 'string') return redactText(payload, identifier);
  if (Array.isArray(payload)) return payload.map((item) => redactPayload(item, identifier));
  if (payload !== null && typeof payload === 'object')
    return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, redactPayload(value, identifier)]));
  return payload;
}

function redactText(text: string, identifier: string | null): string {
  const withoutIdentifier = identifier ? text.replaceAll(identifier, maskIdentifier(identifier)) : text;
  return maskIdentifiersIn(withoutIdentifier);
}
