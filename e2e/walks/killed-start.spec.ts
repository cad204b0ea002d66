import { expect } from '@playwright/test';
import { runningDatabase } from '../support/embedded-database.js';
import { enrolmentsOf } from '../support/enrolments.js';
import type { Graphql, Page } from '../support/graphql.js';
import { addProviderOf } from '../support/provider-of-simulator.js';
import { EXTERNAL_KEY, WITH_EXTERNAL_KEY } from '../support/settings.js';
import { logLinesOf, rowsWrittenBy, syncBatchesOf } from '../support/sync-batches.js';
import { test } from '../support/walk.js';

const RUNS_AT_ONCE = 2;

for (const { what, killsDatabase } of [
  { what: 'Rollcall is killed', killsDatabase: false },
  { what: 'Rollcall and its database are killed', killsDatabase: true },
])
  test(`${what} in the middle of a sync: the next start goes on with the same batch and does nothing twice`, async ({
    installation,
    graphql,
    request,
  }) => {
    const ssg = await installation.simulator(['--seed', '7']);
    const settings = {
      ...ssg.settings,
      SSG_CONCURRENCY: String(RUNS_AT_ONCE),
      ...WITH_EXTERNAL_KEY,
    };
    const first = installation.start(settings);
    await first.ready();
    await addProviderOf(ssg, installation, settings);

    // The ninth run's enrolments, and all after it, never come: the moment of the kill is decided and not guessed.
    const { id: faultId } = await ssg.addFault({ operation: 'enrolments.search', fromCall: 9, effect: { kind: 'hold' } });
    const trigger = await request.post(`${await first.url()}/api/external/upcoming-course-runs`, {
      headers: { 'x-api-key': EXTERNAL_KEY },
    });
    expect(trigger.status()).toBe(202);
    const { runId } = (await trigger.json()) as { runId: string };
    await expect.poll(() => ssg.callsStruckBy(faultId)).toBe(RUNS_AT_ONCE);

    const readFirst = graphql(await first.url());
    const [interrupted] = await syncBatchesOf(readFirst);
    const linesBefore = await logLinesOf(readFirst, interrupted?.id ?? '');
    const enrolmentsBefore = await enrolmentsOf(readFirst);
    expect(interrupted).toMatchObject({ runId, status: 'RUNNING' });
    expect((linesBefore.SUCCESS ?? 0) + (linesBefore.NO_ENROLMENTS ?? 0)).toBe(8);
    expect(linesBefore.PENDING).toBeGreaterThan(RUNS_AT_ONCE);
    expect(enrolmentsBefore.length).toBeGreaterThan(0);

    const database = runningDatabase(installation.dataFolder);
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    if (killsDatabase && database) process.kill(database.pid, 'SIGKILL');
    await ssg.clearFaults();
    const searchesBefore = (await ssg.callCounts())['enrolments.search'] ?? 0;

    const second = installation.start(settings);
    await second.ready();
    expect(second.stdout).toContain(`Going on with the sync ${runId}, which was interrupted`);
    const read = graphql(await second.url());
    const batches = await syncBatchesOf(read);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ id: interrupted?.id, runId, status: 'COMPLETED', resumedCount: 1 });

    const lines = await logLinesOf(read, batches[0]?.id ?? '');
    expect(Object.keys(lines).filter((status) => !['SUCCESS', 'NO_ENROLMENTS', 'NO_RUNS'].includes(status))).toEqual([]);
    expect(total(lines)).toBe(total(linesBefore));
    const searched = ((await ssg.callCounts())['enrolments.search'] ?? 0) - searchesBefore;
    const enrolments = await enrolmentsOf(read);
    expect(new Set(enrolments.map(({ referenceNumber }) => referenceNumber)).size).toBe(enrolments.length);
    // A run is committed with its log line, without waiting for the disk: a database that dies at once may forget the last
    // runs, lines and all, and they are done again. Rollcall's own death forgets nothing, and nothing is asked for twice.
    const kept = killsDatabase ? ('referenceNumber' as const) : ('id' as const);
    const after = new Set(enrolments.map((enrolment) => enrolment[kept]));
    expect(enrolmentsBefore.filter((enrolment) => !after.has(enrolment[kept]))).toEqual([]);
    if (killsDatabase) expect(searched).toBeGreaterThanOrEqual(linesBefore.PENDING ?? 0);
    else expect(searched).toBe(linesBefore.PENDING);
    await expectRunsWrittenOnce(read, batches[0]?.id ?? '');

    const again = await installation.rollcall(['sync', 'upcoming-course-runs', '--json'], settings);
    expect(again.code).toBe(0);
    expect(rowsWrittenBy((await syncBatchesOf(read))[0] ?? { summary: null })).toBe(0);
    second.pressCtrlC();
    expect(await second.ended).toBe(0);
  });

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Each run and phase has one change set at most: what was committed before the kill was not decided again. */
async function expectRunsWrittenOnce(read: Graphql, batchId: string): Promise<void> {
  interface ChangeSet {
    ssgRunId: string;
    phase: string;
  }
  const sets = await read.all<ChangeSet, { node: { changeSets: Page<ChangeSet> } }>(
    `query ($batch: ID!, $after: String) {
      node(id: $batch) {
        ... on SyncBatch { changeSets(first: 100, after: $after) { nodes { ssgRunId phase } pageInfo { hasNextPage endCursor } } }
      }
    }`,
    ({ node }) => node.changeSets,
    { batch: batchId },
  );
  expect(new Set(sets.map(({ ssgRunId, phase }) => `${ssgRunId} ${phase}`)).size).toBe(sets.length);
}
