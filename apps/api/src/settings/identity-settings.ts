/** Who may come in, and how they are known. */
export interface IdentitySettings {
  /** A session ends this long after its last use. */
  sessionMs: number;
  /** The identity provider that people may sign in with; null: by password alone. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
  /** Whose bearer tokens are believed; null: nobody's. */
  bearer: { issuer: string; audience: string; keysUrl: string } | null;
  /** Believes `x-role` (X6): on a developer's machine only. */
  roleHeader: boolean;
}

type Variables = Record<string, string | undefined>;

const LOOPBACK_URL = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/;
const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];
const URLS_OF_TRUST = ['OIDC_ISSUER', 'JWT_ISSUER', 'JWT_JWKS_URL'] as const;

/** What in the environment would let the wrong people in, or let passwords travel in the clear. */
export function identityMistakes(present: Variables): string[] {
  const local = (present.ENVIRONMENT ?? 'local') === 'local';
  return [...addressMistakes(present, local), ...issuerMistakes(present), ...developerMistakes(present, local)];
}

/** Who listens where, and under which address others reach it. */
const DOORS = [
  { host: 'API_HOST', url: 'PUBLIC_URL', what: 'the API', example: 'https://rollcall.example.org' },
  { host: 'ADMIN_HOST', url: 'ADMIN_URL', what: 'the console', example: 'https://console.example.org' },
] as const;

function addressMistakes(present: Variables, local: boolean): string[] {
  const mistakes: string[] = [];
  const { ADMIN_PORT: adminPort, API_PORT: apiPort } = present;
  if ((adminPort ?? '3000') === (apiPort ?? '4000') && adminPort !== '0' && !/^(0|false)$/.test(present.ROLLCALL_ADMIN ?? ''))
    mistakes.push('ADMIN_PORT and API_PORT must differ: the console and the API listen on a port each');
  if (local) return mistakes;
  for (const { host, url, what, example } of DOORS) {
    const listens = present[host];
    const reached = present[url];
    // Where the console has no address of its own, people reach it under that of the API.
    const isSafe = (reached ?? present.PUBLIC_URL)?.startsWith('https:');
    if (listens && !LOOPBACK_HOSTS.includes(listens) && !isSafe)
      mistakes.push(
        `${host}=${listens} lets others reach ${what}, so ${url} must be its https: URL, for example ${example}; or leave ${host} out`,
      );
    if (reached?.startsWith('http:') && !LOOPBACK_URL.test(reached))
      mistakes.push(`${url} must begin with https: outside ENVIRONMENT=local: passwords travel over it`);
  }
  return mistakes;
}

function issuerMistakes(present: Variables): string[] {
  const mistakes: string[] = [];
  const oidc = [present.OIDC_ISSUER, present.OIDC_CLIENT_ID, present.OIDC_CLIENT_SECRET].filter(Boolean).length;
  if (oidc !== 0 && oidc !== 3)
    mistakes.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three or none');
  if (Boolean(present.JWT_ISSUER) !== Boolean(present.JWT_AUDIENCE))
    mistakes.push('JWT_ISSUER and JWT_AUDIENCE go together: set both or neither');
  if (present.JWT_JWKS_URL && !present.JWT_ISSUER) mistakes.push('JWT_JWKS_URL needs JWT_ISSUER');
  for (const name of URLS_OF_TRUST)
    if (present[name]?.startsWith('http:') && !LOOPBACK_URL.test(present[name]))
      mistakes.push(`${name} must begin with https: unless it is on this machine`);
  return mistakes;
}

function developerMistakes({ DEV_X_ROLE: roleHeader }: Variables, local: boolean): string[] {
  return (roleHeader === '1' || roleHeader === 'true') && !local
    ? ['DEV_X_ROLE lets everybody in, so it is allowed with ENVIRONMENT=local only: take it out']
    : [];
}
