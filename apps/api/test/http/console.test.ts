import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CONSOLE_HEADER, consoleKeyOf } from '../../src/access/console-key.js';
import { openBrowser } from './pages/browser.js';
import { invitedPerson, PASSWORD, signedInBrowser } from './pages/people.js';
import { startTestApi, type TestApi } from './test-api.js';

// The console relays the pages with what the browser sent, Host included, and adds who it is and whom it saw.
const CONSOLE = 'https://console.example.org';
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ environment: { ADMIN_URL: CONSOLE, PUBLIC_URL: 'https://api.example.org' } });
});
afterAll(() => api.close());
beforeEach(() => sql('DELETE FROM auth_rate_limit'));

const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
const asConsole = (of: TestApi = api) => ({ [CONSOLE_HEADER]: consoleKeyOf(of.deps) });

describe('where the console runs, people are at home there', () => {
  test('X4 links to a password lead to it', async () => {
    const { id } = await invitedPerson(api);
    const link = await api.deps.accounts.issuePasswordLink(id, { ttlSeconds: 600, purpose: 'invitation' });
    expect(link).toMatch(/^https:\/\/console\.example\.org\/accept-invitation\?token=/);
  });

  test('S1.25 signing in leads to its first page, with a cookie for https on every path', async () => {
    const { email } = await invitedPerson(api);
    const answer = await openBrowser(api).post('/sign-in', { email, password: PASSWORD }, { origin: CONSOLE });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-rollcall\.session_token=/);
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(`; ${attribute}`);
    expect(cookie).not.toContain('Domain');
  });

  test('the account has a way back, the API’s first page a way there', async () => {
    const { email } = await invitedPerson(api);
    const browser = await signedInBrowser(api, email);
    expect((await browser.get('/account')).text).toContain('<a href="/">To the console</a>');
    expect((await browser.get('/', { accept: 'text/html' })).text).toContain(`href="${CONSOLE}"`);
    expect(JSON.parse((await browser.get('/')).text)).toMatchObject({ console: CONSOLE });
  });
});

/** Asks with a Host header of one's own, which fetch does not let one set. */
const statusAt = (host: string, path = '/sign-in'): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ port: api.server.port, host: '127.0.0.1', path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });

describe('what the console relays is ours, what others send is not', () => {
  test.each([
    ['console.example.org', 200],
    ['api.example.org', 200],
    ['localhost:3000', 200],
    ['evil.example.org', 421],
    ['console.example.org.evil.example.org', 421],
  ])('a request for %s gets %i', async (host, status) => {
    expect(await statusAt(host)).toBe(status);
  });

  test.each([
    [CONSOLE, 'same-origin', 401],
    ['https://api.example.org', 'same-origin', 401],
    ['http://console.example.org', 'same-origin', 403],
    ['https://evil.example.org', 'cross-site', 403],
    ['https://evil.console.example.org', 'same-site', 403],
    ['null', 'cross-site', 403],
    [CONSOLE, 'cross-site', 403],
  ])('a form of %s (%s) gets %i', async (origin, site, status) => {
    const answer = await openBrowser(api).post(
      '/sign-in',
      { email: 'nobody@example.org', password: 'x' },
      { origin, 'sec-fetch-site': site },
    );
    expect(answer.status).toBe(status);
  });

  test('the key opens no door: a page of another site is refused through the console, too', async () => {
    const answer = await openBrowser(api).post(
      '/sign-in',
      { email: 'nobody@example.org', password: 'x' },
      { origin: 'https://evil.example.org', 'sec-fetch-site': 'cross-site', ...asConsole() },
    );
    expect(answer.status).toBe(403);
    const asked = await fetch(`${api.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asConsole() },
      body: JSON.stringify({ query: '{ courseRuns { totalCount } }' }),
    });
    expect(JSON.stringify(await asked.json())).toContain('UNAUTHENTICATED');
  });

  test('the console’s server asks GraphQL with the browser’s cookie', async () => {
    const { email } = await invitedPerson(api);
    const { cookies } = await signedInBrowser(api, email);
    const answer = await fetch(`${api.server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-rollcall-csrf': '1',
        'x-forwarded-for': '198.51.100.7',
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        ...asConsole(),
      },
      body: JSON.stringify({ query: '{ viewer { name } }' }),
    });
    expect(await answer.json()).toMatchObject({ data: { viewer: { name: expect.any(String) } } });
  });
});

/** Tries a wrong password, and gives the address by which the attempt was counted. */
async function countedAddress(of: TestApi, headers: Record<string, string>): Promise<string> {
  const { pool } = of.deps.database;
  await pool.query('DELETE FROM auth_rate_limit');
  const { status } = await openBrowser(of).post('/sign-in', { email: 'nobody@example.org', password: 'x' }, headers);
  expect(status).toBe(401);
  const { rows } = await pool.query<{ key: string }>(`SELECT key FROM auth_rate_limit WHERE key LIKE '%|/sign-in/email'`);
  expect(rows).toHaveLength(1);
  return rows[0]?.key.split('|')[0] ?? '';
}

const tryFrom = async (address: string) => {
  const headers = { 'x-forwarded-for': address, ...asConsole() };
  return (await openBrowser(api).post('/sign-in', { email: 'nobody@example.org', password: 'x' }, headers)).status;
};

/** What GraphQL says to an API key that nobody made, sent through the console. */
const answerToWrongKey = async (address: string) => {
  const answer = await fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'made-up', 'x-forwarded-for': address, ...asConsole() },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return answer.text();
};

describe('whose attempts count', () => {
  test('through the console: who it saw, not what they claim', async () => {
    expect(await countedAddress(api, { 'x-forwarded-for': '198.51.100.1', ...asConsole() })).toBe('198.51.100.1');
    expect(await countedAddress(api, { 'x-forwarded-for': '203.0.113.9, 198.51.100.1', ...asConsole() })).toBe('198.51.100.1');
    expect(await countedAddress(api, asConsole())).toBe('127.0.0.1');
  });

  test.each([
    ['no key', {}],
    ['an empty one', { [CONSOLE_HEADER]: '' }],
    ['a made-up one', { [CONSOLE_HEADER]: 'x'.repeat(43) }],
  ])('whoever comes with %s is not the console, and claims no address', async (_what, key) => {
    expect(await countedAddress(api, { 'x-forwarded-for': '198.51.100.1', ...key })).toBe('127.0.0.1');
  });

  test('the thirty-first attempt through the console waits, and nobody else does', async () => {
    expect(await tryFrom('198.51.100.1')).toBe(401);
    await sql(`UPDATE auth_rate_limit SET count = 30 WHERE key = '198.51.100.1|/sign-in/email'`);
    expect(await tryFrom('198.51.100.1')).toBe(429);
    expect(await tryFrom('198.51.100.2')).toBe(401);
  });

  test('wrong keys count the same way', async () => {
    for (let attempt = 0; attempt < 20; attempt++) expect(await answerToWrongKey('198.51.100.3')).toContain('not valid');
    expect(await answerToWrongKey('198.51.100.3')).toContain('too many wrong keys');
    expect(await answerToWrongKey('198.51.100.4')).toContain('not valid');
  });

  test('behind a proxy it counts by whom the proxy saw, before the console and before the API alike', async () => {
    const behind = await startTestApi({ environment: { TRUST_PROXY: '1', ADMIN_KEY: 'a-key-of-two-containers-invented' } });
    try {
      expect(consoleKeyOf(behind.deps)).toBe('a-key-of-two-containers-invented');
      const seen = '203.0.113.9, 198.51.100.1';
      expect(await countedAddress(behind, { 'x-forwarded-for': seen })).toBe('198.51.100.1');
      expect(await countedAddress(behind, { 'x-forwarded-for': `${seen}, 10.0.0.2`, ...asConsole(behind) })).toBe('198.51.100.1');
      // The proxy stands on this machine, as the console does; it has no key.
      expect(await countedAddress(behind, { 'x-forwarded-for': `${seen}, 10.0.0.2` })).toBe('10.0.0.2');
    } finally {
      await behind.close();
    }
  });
});
