import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstAdminText } from '../../src/start/first-admin-text.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { makeUser } from '../support/sign-in.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ environment: { API_PORT: '0' } });
});
afterAll(() => api.close());

test('X4 the start prints a link that works, until there is an admin, and no password', async () => {
  const text = (await firstAdminText(api.deps, api.server.url)) ?? '';
  const link = /http:\S+/.exec(text)?.[0] ?? '';
  expect((await fetch(link)).status).toBe(200);
  const again = (await firstAdminText(api.deps, api.server.url)) ?? '';
  expect(again).not.toBe(text);
  expect((await fetch(link)).status).toBe(410);
  await makeUser(api, { providerId: 'every', roles: [] });
  expect(await firstAdminText(api.deps, api.server.url)).toBeNull();
});
