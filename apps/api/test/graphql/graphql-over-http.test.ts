import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';

// The specification's own audits (graphql.github.io/graphql-over-http), against the real server and as nobody: what they ask
// is answered to everybody.
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const audits = serverAudits({ url: () => `${api.server.url}/graphql` });

test('the suite is the whole one', () => {
  expect(audits.length).toBeGreaterThan(55);
  expect(audits.filter(({ name }) => /^MUST/.test(name)).length).toBeGreaterThan(10);
});

/** What the specification leaves to the server, and how this one does it otherwise; each with its reason. */
const OTHERWISE: Record<string, string> = {};

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, _name, audit) => {
  const result = await audit.fn();
  if (id in OTHERWISE) return expect(result.status, `${id} passes: take it off the list`).not.toBe('ok');
  expect(result, 'reason' in result ? result.reason : '').toMatchObject({ status: 'ok' });
});
