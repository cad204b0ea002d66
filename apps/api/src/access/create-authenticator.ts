import type { Dependencies } from '../dependencies.js';
import { createKeyCheck } from '../http/api-key.js';
import { type Authenticator, CredentialsRefusedError } from './authenticator.js';
import { EXTERNAL_KEY_PRINCIPAL } from './external-key-principal.js';

/** Knows the installation's own key. */
export function createAuthenticator({ settings }: Pick<Dependencies, 'settings'>): Authenticator {
  const checkKey = createKeyCheck(settings.externalApiKey);
  return {
    authenticate: async (headers) => {
      const verdict = checkKey(headers.get('x-api-key'));
      if (verdict === 'right') return EXTERNAL_KEY_PRINCIPAL;
      if (headers.has('x-api-key')) throw new CredentialsRefusedError('The API key is wrong.', 'Send a key that is valid.');
      return null;
    },
    refresh: async (principal) => principal,
  };
}
