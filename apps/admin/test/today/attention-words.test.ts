import { expect, test } from 'vitest';
import { sayNone } from '~/today/attention-words';

test('what there is none of is said in one sentence', () => {
  expect(sayNone([])).toBe('');
  expect(sayNone(['INCIDENT_OPEN'])).toBe('no open incident');
  expect(sayNone(['INCIDENT_OPEN', 'CHAIN_RUN_FAILED', 'SYNC_ERROR'])).toBe(
    'no open incident, no failed chain run and no error in the last sync',
  );
});
