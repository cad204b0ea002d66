import { defaultKeyHasher } from '@better-auth/api-key';
import { betterAuth } from 'better-auth/minimal';
import { twoFactor } from 'better-auth/plugins';
import { expect, test } from 'vitest';
import { hashOfApiKey, makeApiKey } from '../../src/access/api-key-principal.js';
import { storedToken } from '../../src/access/one-time-token.js';
import { COOKIE_PREFIX, readSignedCookie, sessionCookieName } from '../../src/access/session-cookie.js';

// What we write for the library to read, and read what it writes: held here, so that a new release of it cannot part us.

test('API keys have the hash of better-auth’s own plugin', async () => {
  const { key, hash, start } = makeApiKey();
  expect(hash).toBe(await defaultKeyHasher(key));
  expect(hashOfApiKey(key)).toBe(hash);
  expect(key.startsWith(start)).toBe(true);
});

test('links are kept under the hash by which better-auth looks them up', async () => {
  expect(storedToken('reset-password', 'a-token')).toBe(await defaultKeyHasher('reset-password:a-token'));
});

test.each(['http://localhost:4000', 'https://rollcall.example.org'])(
  'the session’s cookie at %s has the library’s name',
  async (baseURL) => {
    const library = betterAuth({
      baseURL,
      secret: 'x'.repeat(32),
      advanced: { cookiePrefix: COOKIE_PREFIX, useSecureCookies: baseURL.startsWith('https:') },
      telemetry: { enabled: false },
      plugins: [twoFactor()],
    });
    const { authCookies } = await library.$context;
    expect(authCookies.sessionToken.name).toBe(sessionCookieName(baseURL));
    expect(authCookies.sessionToken.attributes).toMatchObject({
      httpOnly: true,
      sameSite: 'lax',
      secure: baseURL.startsWith('https:'),
    });
  },
);

test('of two cookies with one name the first counts, as for the library', () => {
  expect(readSignedCookie('a=x.y; a=z', 'a', 'secret')).toBeNull();
});
