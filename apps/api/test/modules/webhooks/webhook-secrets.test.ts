import { expect, test } from 'vitest';
import { createWebhookSecrets, newWebhookSecret, WebhookSealBrokenError } from '../../../src/modules/webhooks/webhook-secrets.js';

const KEY = 'an invented key, as long as it must be at least';

test('a sealed secret is opened by the same key for the same webhook, and by nothing else', () => {
  const secrets = createWebhookSecrets(KEY);
  const secret = newWebhookSecret();
  const sealed = secrets.seal(secret, 'one');
  expect(sealed).not.toContain(secret.slice(6, 20));
  expect(secrets.open(sealed, 'one')).toBe(secret);
  expect(() => secrets.open(sealed, 'another')).toThrow(WebhookSealBrokenError);
  expect(() => createWebhookSecrets(`${KEY}!`).open(sealed, 'one')).toThrow(WebhookSealBrokenError);
  expect(() => secrets.open('nonsense', 'one')).toThrow(WebhookSealBrokenError);
  expect(secrets.seal(secret, 'one')).not.toBe(sealed);
});

test('secrets are those of the Standard Webhooks specification: 24 bytes or more, and no two alike', () => {
  const [one, other] = [newWebhookSecret(), newWebhookSecret()];
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(other);
});
