const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]', 'localhost'];

/** An alert is not posted to such an address. */
export class WebhookAddressError extends Error {
  readonly remedy = 'Use an address such as https://hooks.example.org/rollcall; http:// is for this machine alone.';
  constructor(why: string) {
    super(why);
    this.name = 'WebhookAddressError';
  }
}

/**
 * The address of a webhook, which an operator configures: encrypted unless it is this machine's own, and without a password,
 * which `fetch` refuses and logs would show. Throws `WebhookAddressError`.
 */
export function requireWebhookAddress(address: string): URL {
  if (!URL.canParse(address)) throw new WebhookAddressError('The webhook address is no URL.');
  const url = new URL(address);
  const plain = url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname);
  if (url.protocol !== 'https:' && !plain) throw new WebhookAddressError(`The webhook address begins with ${url.protocol}//.`);
  if (url.username !== '' || url.password !== '')
    throw new WebhookAddressError('The webhook address holds a user name or password.');
  return url;
}
