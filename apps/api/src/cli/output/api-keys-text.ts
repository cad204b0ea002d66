import type { ListedApiKey } from '../../modules/api-keys/list-api-keys.js';
import { momentText } from './moment-text.js';
import { tableWithRemarks } from './table.js';

/** API keys for people: one a line, with what it may do and its id below. */
export function apiKeysText(keys: readonly ListedApiKey[]): string {
  return tableWithRemarks(
    ['key', 'name', 'provider', 'state', 'expires (UTC)', 'last used (UTC)', 'belongs to'],
    keys.map(({ start, name, provider, status, expiresAt, lastUsedAt, owner }) => [
      `${start}…`,
      name,
      provider,
      status,
      dayOf(expiresAt),
      dayOf(lastUsedAt),
      owner ?? '',
    ]),
    keys.map(({ id, scopes }) => [`  ${id}  ${scopes.join(' ')}`]),
  );
}

const dayOf = (moment: Date | null): string => (moment === null ? 'never' : momentText(moment, 'UTC'));
