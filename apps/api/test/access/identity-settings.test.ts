import { describe, expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../src/settings/settings.js';

function mistakesOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
}

const PRODUCTION = {
  ENVIRONMENT: 'production',
  SECRET_KEY: 'x'.repeat(32),
  IDENTIFIER_HASH_KEY: Buffer.alloc(32).toString('base64'),
  IDENTIFIER_SEAL_KEY: Buffer.alloc(32).toString('base64'),
  SSG_BASE_URL: 'https://uat-api.ssg-wsg.sg',
};
const OIDC = { OIDC_ISSUER: 'https://login.example.org', OIDC_CLIENT_ID: 'rollcall', OIDC_CLIENT_SECRET: 'an-invented-secret' };

describe('what would let the wrong people in is refused at start', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['X6 the role header outside a developer’s machine', { ...PRODUCTION, DEV_X_ROLE: '1' }, /^DEV_X_ROLE lets everybody in/],
    [
      'an open port without https',
      { ...PRODUCTION, API_HOST: '0.0.0.0' },
      /^API_HOST=0\.0\.0\.0 .*PUBLIC_URL must be its https: URL/,
    ],
    [
      'a public URL without https',
      { ...PRODUCTION, PUBLIC_URL: 'http://rollcall.example.org' },
      /^PUBLIC_URL must begin with https:/,
    ],
    [
      'a public URL with a path',
      { PUBLIC_URL: 'https://example.org/rollcall' },
      /^PUBLIC_URL must be scheme, host and port alone/,
    ],
    [
      'an open console without https',
      { ...PRODUCTION, ADMIN_HOST: '0.0.0.0' },
      /^ADMIN_HOST=0\.0\.0\.0 .*ADMIN_URL must be its https: URL/,
    ],
    [
      'a console’s URL without https',
      { ...PRODUCTION, ADMIN_URL: 'http://console.example.org' },
      /^ADMIN_URL must begin with https:/,
    ],
    [
      'a console’s URL with a path',
      { ADMIN_URL: 'https://example.org/console' },
      /^ADMIN_URL must be scheme, host and port alone/,
    ],
    ['a console’s key that can be guessed', { ADMIN_KEY: 'short' }, /^ADMIN_KEY must have at least 32 characters/],
    ['console and API on one port', { API_PORT: '3000' }, /^ADMIN_PORT and API_PORT must differ/],
    ['half of single sign-on', { OIDC_ISSUER: 'https://login.example.org' }, /go together: set all three or none$/],
    [
      'an identity provider without https',
      { ...OIDC, OIDC_ISSUER: 'http://login.example.org' },
      /^OIDC_ISSUER must begin with https:/,
    ],
    ['an issuer without an audience', { JWT_ISSUER: 'https://login.example.org' }, /^JWT_ISSUER and JWT_AUDIENCE go together/],
    [
      'keys without https',
      { JWT_ISSUER: 'https://a.example.org', JWT_AUDIENCE: 'a', JWT_JWKS_URL: 'http://a.example.org/k' },
      /^JWT_JWKS_URL must begin/,
    ],
    ['keys without an issuer', { JWT_JWKS_URL: 'https://a.example.org/keys' }, /^JWT_JWKS_URL needs JWT_ISSUER$/],
    ['sessions that never end', { SESSION_HOURS: '10000' }, /^SESSION_HOURS/],
    ['more proxies than there are', { TRUST_PROXY: 'true' }, /^TRUST_PROXY must be the number of reverse proxies/],
  ])('%s', (_what, environment, mistake) => {
    const mistakes = mistakesOf(environment);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(mistake);
  });

  test.each<[string, Record<string, string>]>([
    ['an open port with https', { ...PRODUCTION, API_HOST: '0.0.0.0', PUBLIC_URL: 'https://rollcall.example.org/' }],
    [
      'an open console under the API’s https',
      { ...PRODUCTION, ADMIN_HOST: '0.0.0.0', PUBLIC_URL: 'https://rollcall.example.org' },
    ],
    ['one port where there is no console', { API_PORT: '3000', ROLLCALL_ADMIN: '0' }],
    ['any free port for both', { API_PORT: '0', ADMIN_PORT: '0' }],
    ['an open port on a developer’s machine', { API_HOST: '0.0.0.0', DEV_X_ROLE: '1' }],
    ['an identity provider on this machine', { ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:8080/realms/x' }],
  ])('%s is allowed', (_what, environment) => {
    expect(mistakesOf(environment)).toEqual([]);
  });
});

test('the defaults keep everybody out but this machine', () => {
  const settings = readSettings({ API_PORT: '4100' });
  expect(settings).toMatchObject({
    apiHost: '127.0.0.1',
    publicUrl: 'http://localhost:4100',
    trustProxy: 0,
    identity: { oidc: null, bearer: null, roleHeader: false, sessionMs: 12 * 3_600_000 },
  });
});

test.each<[string, Record<string, string>, string]>([
  ['on one’s own machine: the console', {}, 'http://localhost:3000'],
  ['with another port', { ADMIN_PORT: '3100' }, 'http://localhost:3100'],
  [
    'with a name of its own',
    { ADMIN_URL: 'https://console.example.org/', PUBLIC_URL: 'https://a.example.org' },
    'https://console.example.org',
  ],
  ['behind one name for both', { PUBLIC_URL: 'https://rollcall.example.org/' }, 'https://rollcall.example.org'],
  ['without a console: the API', { ROLLCALL_ADMIN: '0', API_PORT: '4100' }, 'http://localhost:4100'],
  ['with a console elsewhere', { ROLLCALL_ADMIN: '0', ADMIN_URL: 'https://console.example.org' }, 'https://console.example.org'],
])('where people are at home, %s', (_what, environment, peopleUrl) => {
  expect(readSettings(environment).peopleUrl).toBe(peopleUrl);
});

test('the keys of an issuer are where issuers have them', () => {
  const { identity } = readSettings({ JWT_ISSUER: 'https://login.example.org/', JWT_AUDIENCE: 'rollcall' });
  expect(identity.bearer).toEqual({
    issuer: 'https://login.example.org/',
    audience: 'rollcall',
    keysUrl: 'https://login.example.org/.well-known/jwks.json',
  });
});
