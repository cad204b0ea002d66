import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCron, nextTicks } from '../src/workflow/cron.js';
import { ask } from './graphql/ask.js';
import { createExample } from './graphql/example-data.js';
import { startTestApi, type TestApi } from './http/test-api.js';
import { knownCallers, somebody } from './support/known-callers.js';

let api: TestApi;
const callers = knownCallers();
let a: Awaited<ReturnType<typeof createExample>>;
let b: Awaited<ReturnType<typeof createExample>>;
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  a = await createExample(api.deps, 3);
  b = await createExample(api.deps, 3, '201003954Z');
});
afterAll(() => api.close());

test('T list blow-up', async () => {
  const { pool } = api.deps.database;
  const id = (
    await pool.query(
      "INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, recent_at, runs_touched, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), $1, 'f2','X','t','m', ARRAY[now()], '{}', now(), now()) RETURNING id",
      [a.providerId],
    )
  ).rows[0].id;
  await pool.query(
    "INSERT INTO alert_delivery (id, provider_id, incident_id, kind, channel, recipient, subject, body) SELECT gen_random_uuid(), $1, $2, 'incident_opened','email','p'||n||'@example.org','s','b' FROM generate_series(1,20) n",
    [a.providerId, id],
  );
  const who = callers.as(somebody('00000000-0000-4000-8000-000000000004', a.providerId, 'auditor'));
  const nest = (n: number): string => (n === 0 ? '__typename' : `deliveries { incident { ${nest(n - 1)} } }`);
  for (const n of [1, 2, 3, 4]) {
    const at = performance.now();
    const r = await ask(
      api,
      `query($id:ID!){ node(id:$id){ ... on Incident { ${nest(n)} } } }`,
      { id: Buffer.from(`Incident:${id}`).toString('base64') },
      who,
    );
    console.log(
      n,
      r.status,
      r.text.length,
      Math.round(performance.now() - at),
      r.text.slice(-60),
      Math.round(process.memoryUsage().rss / 1e6),
    );
  }
}, 120000);
