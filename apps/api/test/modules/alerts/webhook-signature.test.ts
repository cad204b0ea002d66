import { expect, test } from 'vitest';
import { requireWebhookAddress, WebhookAddressError } from '../../../src/modules/alerts/webhook-address.js';
import { WebhookSecretError, webhookHeaders, webhookKey } from '../../../src/modules/alerts/webhook-signature.js';

test('the headers are those of the example in the Standard Webhooks specification', () => {
  const key = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  expect(
    webhookHeaders(key, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_999, body: '{"test": 2432232314}' }),
  ).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test.each([null, '', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_c2hvcnQ=', 'whsec_not base64 at all, but long enough'])(
  'the secret %j is refused, and not repeated',
  (secret) => {
    const refusal = () => webhookKey(secret);
    expect(refusal).toThrow(WebhookSecretError);
    expect(refusal).not.toThrow(secret || 'a secret');
  },
);

test.each([
  'http://hooks.example.org/a',
  'ftp://hooks.example.org/a',
  'https://user:pass@hooks.example.org/a',
  'hooks.example.org',
])('nothing is posted to %s', (address) => expect(() => requireWebhookAddress(address)).toThrow(WebhookAddressError));

test.each(['https://hooks.example.org/a', 'http://127.0.0.1:4000/a', 'http://localhost/a', 'http://[::1]:80/a'])(
  'alerts may be posted to %s',
  (address) => expect(requireWebhookAddress(address).href).toBe(new URL(address).href),
);
