import { ACTIONS } from '@rollcall/domain/permission/actions';
import { KEY_SCOPES } from '@rollcall/domain/permission/decide-scopes';
import { storedEnum } from '../../graphql/stored-enum.js';
import { API_KEY_STATUSES } from './api-key-status.js';

export const Permission = storedEnum('Permission', KEY_SCOPES, {
  description: 'What an API key may be allowed: of all actions, those that machines may do.',
  words: ACTIONS,
});

export const ApiKeyStatus = storedEnum('ApiKeyStatus', API_KEY_STATUSES, {
  description: 'Whether an API key is good for anything.',
  words: {
    active: 'It is accepted.',
    expired: 'Its time is over.',
    revoked: 'Somebody revoked it, or the person whose key it is was deactivated.',
  },
});
