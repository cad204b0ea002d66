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
  expect(audits.filter(({ name }) => name.startsWith('MUST')).length).toBeGreaterThan(10);
});

// What the specification only allows (MAY) is done too.
test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
  const { status, ...result } = await audit.fn();
  expect({ status, reason: 'reason' in result ? result.reason : null }).toEqual({ status: 'ok', reason: null });
});
