/** Scheme, user and password, hosts, path. Not `URL`: a MongoDB address may name several hosts. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^@/?#]*)@)?([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?/i;

/** An address as logs and errors may show it: without user, password and options. */
export function redactUrl(url: string): string {
  const [, scheme, , hosts, path] = PARTS.exec(url) ?? [];
  return scheme === undefined ? '(an address that cannot be read)' : `${scheme}${hosts}${path ?? ''}`;
}

/** The text with whatever of it is secret in the address replaced, as it is written there and as it is meant. */
export function withoutSecrets(text: string, url: string): string {
  const [, , credentials = '', , , options = ''] = PARTS.exec(url) ?? [];
  const password = credentials.slice(credentials.indexOf(':') + 1);
  const secrets = [...(credentials.includes(':') ? [password] : []), ...new URLSearchParams(options).values()];
  return secrets
    .flatMap((secret) => [secret, decoded(secret)])
    .filter((secret) => secret.length > 3)
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that encodes nothing: then it is written as it is meant.
    return text;
  }
}
