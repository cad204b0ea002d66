import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const RUNS = 6;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW });
  await createExample(api.deps, RUNS);
  await createExample(api.deps, 2, OTHER_UEN);
});
afterAll(() => api.close());

const ask = <Data = Record<string, unknown>>(query: string, variables?: Record<string, unknown>) =>
  dataOf<Data>(api, query, variables);

describe('syncs', () => {
  test('syncBatches', async () => {
    expect(
      await ask(
        `{ syncBatches(filter: { provider: "${UEN}", status: FAILED }) { nodes { trigger status today windowEnd thresholdDays error remedy summary { courses } } } }`,
      ),
    ).toEqual({
      syncBatches: {
        nodes: [
          {
            trigger: 'CLI',
            status: 'FAILED',
            today: '2026-01-05',
            windowEnd: '2026-01-26',
            thresholdDays: 21,
            error: 'Nothing succeeded.',
            remedy: 'Look at the log lines.',
            summary: null,
          },
        ],
      },
    });
  });

  test('syncLogs with their decisions', async () => {
    expect(
      await ask(
        `{ syncLogs(last: 1, filter: { provider: "${UEN}" }) { nodes { ssgRunId status trainerOutcome decisions { kind key rule ruleText reason } } } }`,
      ),
    ).toEqual({
      syncLogs: {
        nodes: [
          {
            ssgRunId: '850000',
            status: 'SUCCESS',
            trainerOutcome: 'KEPT',
            decisions: [
              {
                kind: 'SKIP',
                key: '850000',
                rule: 'S0.17 admin-removed-wins',
                ruleText: expect.any(String),
                reason: 'An admin removed it.',
              },
              {
                kind: 'NOTICE',
                key: '850000',
                rule: 'X23 mode-profiles-disagree',
                ruleText: expect.any(String),
                reason: 'Mode code 3.',
              },
              {
                kind: 'TRAINER_NOTICE',
                key: '850000',
                rule: 'S0.32 assignment-kept',
                ruleText: expect.any(String),
                reason: 'Stays.',
              },
            ],
          },
        ],
      },
    });
  });

  test.each([
    ['status: ERROR', RUNS / 2 + 1],
    ['courseCode: "TGS-2026000001"', RUNS + 2],
    [`batch: "upcoming_${UEN}"`, RUNS],
    ['batch: "upcoming_0"', 0],
    ['batch: "Q291cnNlUnVuOjE="', 0],
    ['ssgRunId: "850005"', 1],
  ])('syncLogs(filter: { %s }) finds %i', async (filter, count) => {
    expect(await ask(`{ syncLogs(filter: { ${filter} }) { totalCount } }`)).toEqual({ syncLogs: { totalCount: count } });
  });

  test('syncLogs by the global id of a batch', async () => {
    const { syncBatches } = await ask<{ syncBatches: { nodes: { id: string }[] } }>(
      `{ syncBatches(filter: { runId: "upcoming_${UEN}" }) { nodes { id } } }`,
    );
    expect(
      await ask('query ($batch: ID!) { syncLogs(filter: { batch: $batch }) { totalCount } }', {
        batch: syncBatches.nodes[0]?.id,
      }),
    ).toEqual({ syncLogs: { totalCount: RUNS } });
  });

  test('change sets, change by change', async () => {
    const query = `{ syncBatches(filter: { provider: "${UEN}" }) { nodes { changeSets(first: 1) { totalCount nodes { phase status ssgRunId changes(first: 1) { totalCount nodes { entityType entityId field after owner rule } } } } } } }`;
    const { courseRuns } = await ask<{ courseRuns: { nodes: { id: string }[] } }>(
      `{ courseRuns(first: 1, filter: { provider: "${UEN}" }) { nodes { id } } }`,
    );
    expect(await ask(query)).toEqual({
      syncBatches: {
        nodes: [
          {
            changeSets: {
              totalCount: RUNS,
              nodes: [
                {
                  phase: 'SYNC',
                  status: 'APPLIED',
                  ssgRunId: '850000',
                  changes: {
                    totalCount: 5,
                    nodes: [
                      {
                        entityType: 'COURSE_RUN',
                        entityId: courseRuns.nodes[0]?.id,
                        field: 'start_date',
                        after: '2025-12-31',
                        owner: 'SSG',
                        rule: 'S0.21 new-course-run',
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    });
  });

  test.each([
    ['status: OPEN', RUNS + 2],
    ['status: RESOLVED', 0],
    ['reason: AMBIGUOUS_LEARNER', RUNS + 2],
    [`provider: "${UEN}", ssgRunId: "850000"`, 1],
  ])('learnerReviews(filter: { %s }) finds %i', async (filter, count) => {
    const { learnerReviews } = await ask(
      `{ learnerReviews(filter: { ${filter} }) { totalCount nodes { reason message candidateIds traineeName identifierMasked } } }`,
    );
    expect(learnerReviews).toMatchObject({ totalCount: count, nodes: { length: count } });
  });
});
