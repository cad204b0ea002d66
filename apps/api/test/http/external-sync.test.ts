import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXTERNAL_KEY, startTestApi, type TestApi } from './test-api.js';

const UEN = '201003953Z';
const TODAY = '2026-01-05';
const COURSE = 'TGS-2026000001';

let simulator: Simulator;
let api: TestApi;
beforeAll(async () => {
  const runs = [
    { id: 850001, startDate: '2026-01-12', enrolments: [{ referenceNumber: 'ENR-2601-000001' }, {}] },
    { id: 850002, startDate: '2026-01-13' },
  ];
  simulator = await startSimulator({
    today: TODAY,
    dataset: { kind: 'explicit', providers: [{ uen: UEN, courses: [{ referenceNumber: COURSE, runs }] }] },
  });
  api = await startTestApi({
    environment: { SSG_SIMULATOR_PORT: String(simulator.port), SSG_RATE_LIMIT_MS: '0' },
    now: () => Date.parse(`${TODAY}T09:00:00+08:00`),
  });
  const { prisma } = api.deps.database;
  const provider = await prisma.trainingProvider.create({ data: { uen: UEN, code: `${UEN}-01`, name: 'Invented Academy' } });
  await prisma.course.create({ data: { providerId: provider.id, courseCode: COURSE, title: 'Invented course' } });
});
afterAll(async () => {
  await api.close();
  await simulator.stop();
});

const headers = { 'x-api-key': EXTERNAL_KEY };

test('S0.3 the trigger syncs with SSG, and its statusUrl and GraphQL tell what became of it', async () => {
  const trigger = await fetch(`${api.server.url}/api/external/upcoming-course-runs`, { method: 'POST', headers });
  expect(trigger.status).toBe(202);
  const statusUrl = `${api.server.url}${trigger.headers.get('location')}`;
  const status = async () => (await (await fetch(statusUrl, { headers })).json()) as { status: string };
  await expect.poll(async () => (await status()).status, { timeout: 60_000 }).not.toBe('running');
  expect(await status()).toMatchObject({
    status: 'completed',
    runs: { success: 1, no_enrolments: 1, error: 0 },
    changes: { enrolment: { created: 2 } },
  });

  const query = `{
    syncBatches { totalCount nodes { trigger status summary { changes { entityType created } errors { message } } logs { nodes { ssgRunId status } } } }
    courseRuns { nodes { ssgRunId provenance(field: "start_date") { rule owner after runId } enrolments { totalCount } } }
  }`;
  const answer = await fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': EXTERNAL_KEY },
    body: JSON.stringify({ query }),
  });
  const { runId } = (await trigger.json()) as { runId: string };
  expect(await answer.json()).toMatchObject({
    data: {
      syncBatches: {
        totalCount: 1,
        nodes: [
          {
            trigger: 'HTTP',
            status: 'COMPLETED',
            summary: { changes: expect.arrayContaining([{ entityType: 'ENROLMENT', created: 2 }]), errors: [] },
            logs: {
              nodes: expect.arrayContaining([
                { ssgRunId: '850001', status: 'SUCCESS' },
                { ssgRunId: '850002', status: 'NO_ENROLMENTS' },
              ]),
            },
          },
        ],
      },
      courseRuns: {
        nodes: [
          {
            ssgRunId: '850001',
            provenance: [{ rule: 'S0.21 new-course-run', owner: 'SSG', after: '2026-01-12', runId }],
            enrolments: { totalCount: 2 },
          },
        ],
      },
    },
  });
});
