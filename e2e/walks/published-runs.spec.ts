import { existsSync, readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { type ChangeRow, type DryRun, plannedRows, type WrittenChange, writtenRows } from '../support/change-rows.js';
import { readCsv, writeCsv } from '../support/csv.js';
import { enrolmentsOf } from '../support/enrolments.js';
import type { Page } from '../support/graphql.js';
import type { CommandResult, Installation } from '../support/installation.js';
import { COURSE_COLUMNS, USER_COLUMNS } from '../support/provider-of-simulator.js';
import { fromSamples } from '../support/repository.js';
import { type Settings, WITH_EXTERNAL_KEY } from '../support/settings.js';
import { syncBatchesOf } from '../support/sync-batches.js';
import { test } from '../support/walk.js';

const DATASET = fromSamples('datasets', 'tgs-course-runs.csv');
/** The simulator moves the published dates to lie around this day, and the sync takes it for the present one. */
const TODAY = '2026-07-01';
const SYNC = ['sync', 'upcoming-course-runs', '--today', TODAY, '--json'];

if (!existsSync(DATASET)) process.stdout.write(`SKIPPED: published-runs.spec.ts, because ${DATASET} is not there\n`);

test('the published runs of a real provider: the dry run says what the sync then writes, and a second sync writes nothing', async ({
  installation,
  graphql,
}) => {
  test.skip(!existsSync(DATASET), `${DATASET} is not there`);
  const { uen, courses } = busiestProvider();
  const ssg = await installation.simulator(['--dataset', DATASET, '--uen', uen, '--today', TODAY]);
  const settings = { ...ssg.settings, ...WITH_EXTERNAL_KEY };
  const system = installation.start(settings);
  await system.ready();
  const read = graphql(await system.url());
  await enterProvider(installation, settings, uen, courses, await ssg.trainers());

  const dryRun = jsonOf<DryRun>(await installation.rollcall([...SYNC, '--dry-run'], settings), 0);
  expect(await syncBatchesOf(read), 'a dry run writes nothing').toEqual([]);
  const summary = jsonOf<Summary>(await installation.rollcall(SYNC, settings), 0);
  expect(summary).toMatchObject({ status: 'completed', courses: courses.length, errors: [] });

  const [batch] = await syncBatchesOf(read);
  expect(batch?.runId).toBe(summary.runId);
  const written = await writtenRows(read, batch?.id ?? '');
  expect(written.length).toBeGreaterThan(1000);
  const [planned, made] = [comparable(plannedRows(dryRun)), comparable(written)];
  expect(without(planned, made), 'planned and not written').toEqual([]);
  expect(without(made, planned), 'written and not planned').toEqual([]);
  expect(learnersCreated(written)).toEqual(learnersPlanned(dryRun, await enrolmentsOf(read)));
  const enrolled = written.filter(({ entity }) => entity === 'enrolment');
  expect(enrolled.filter(({ field }) => field === 'learner_id')).toHaveLength(
    enrolled.filter(({ field }) => field === 'enrolment_id').length - learnersCreated(written).length,
  );

  const lines = await read.all<LogLine, { syncLogs: Page<LogLine> }>(
    `query ($batch: ID!, $after: String) {
      syncLogs(filter: { batch: $batch }, first: 100, after: $after) {
        nodes { ssgRunId status } pageInfo { hasNextPage endCursor }
      }
    }`,
    ({ syncLogs }) => syncLogs,
    { batch: batch?.id },
  );
  expect(sorted(lines.map(({ ssgRunId, status }) => `${ssgRunId} ${status.toLowerCase()}`))).toEqual(
    sorted(dryRun.units.map(({ ssgRunId, outcome }) => `${ssgRunId} ${outcome}`)),
  );
  expect(sorted(lines.map(({ ssgRunId }) => ssgRunId))).toEqual(sorted(await upcomingRunsAt(ssg.settings.SSG_BASE_URL ?? '')));

  const again = jsonOf<Summary>(await installation.rollcall(SYNC, settings), 0);
  expect(Object.values(again.changes).every(({ created, updated }) => created === 0 && updated === 0)).toBe(true);
  expect(await writtenRows(read, (await syncBatchesOf(read))[0]?.id ?? '')).toEqual([]);

  const refused = lines.find(({ status }) => status === 'SUCCESS')?.ssgRunId ?? '';
  await ssg.addFault({
    operation: 'enrolments.search',
    runId: refused,
    effect: { kind: 'status', status: 403, body: 'gateway' },
  });
  const partial = jsonOf<Summary>(await installation.rollcall(SYNC, settings), 3);
  expect(partial).toMatchObject({ status: 'partial', errors: [{ ssgRunId: refused }] });
  await ssg.clearFaults();
  expect(jsonOf<Summary>(await installation.rollcall([...SYNC, '--run', refused], settings), 0).status).toBe('completed');

  system.pressCtrlC();
  expect(await system.ended).toBe(0);
});

interface Summary {
  runId: string;
  status: string;
  changes: Record<string, { created: number; updated: number }>;
}

interface LogLine {
  ssgRunId: string;
  status: string;
}

interface Course {
  code: string;
  title: string;
}

/** The provider of the file with the most courses. */
function busiestProvider(): { uen: string; courses: Course[] } {
  const coursesOf = new Map<string, Map<string, Course>>();
  for (const row of readCsv(readFileSync(DATASET, 'utf8'))) {
    const { trainingprovideruen: uen = '', coursereferencenumber: code = '', coursetitle: title = '' } = row;
    const courses = coursesOf.get(uen) ?? new Map<string, Course>();
    coursesOf.set(uen, courses.set(code, { code, title }));
  }
  const [busiest] = [...coursesOf].sort(([, one], [, other]) => other.size - one.size);
  if (!busiest) throw new Error(`${DATASET} names no provider.`);
  return { uen: busiest[0], courses: [...busiest[1].values()] };
}

/** A third of the courses has a list of e-mail addresses, a third one of names, and a third none. */
async function enterProvider(
  installation: Installation,
  settings: Settings,
  uen: string,
  courses: readonly Course[],
  trainers: readonly { name: string; email: string }[],
): Promise<void> {
  const trainerOf = (index: number) => trainers[index % trainers.length] ?? { name: '', email: '' };
  const courseRows = courses.map(({ code, title }, index) => [
    code,
    title,
    index % 3 === 0 ? trainerOf(index).email : '',
    index % 3 === 1 ? `${trainerOf(index).name} | ${trainerOf(index + 1).name}` : '',
  ]);
  await installation.write('courses.csv', writeCsv(COURSE_COLUMNS, courseRows));
  // The last of the trainers is known to SSG alone.
  const userRows = trainers.slice(0, -1).map(({ name, email }) => [name, email, 'trainer']);
  await installation.write('users.csv', writeCsv(USER_COLUMNS, userRows));
  jsonOf(await installation.rollcall(['provider', 'add', '--uen', uen, '--name', 'Busy Provider', '--json'], settings), 0);
  const users = jsonOf(await installation.rollcall(['import', 'users', 'users.csv', '--json'], settings), 0);
  expect(users).toMatchObject({ created: userRows.length, rejected: [] });
  const imported = jsonOf(await installation.rollcall(['import', 'courses', 'courses.csv', '--json'], settings), 0);
  expect(imported).toMatchObject({ created: courses.length, rejected: [] });
}

function jsonOf<Data = unknown>({ code, stdout, stderr }: CommandResult, expected: number): Data {
  expect(code, stderr).toBe(expected);
  return JSON.parse(stdout) as Data;
}

/**
 * Rows as lines. Learners are compared as people, by `learnersCreated`: of the runs that a newcomer takes, the one that is done
 * first makes the learner and the others name it, and a sync does several runs at once.
 */
const comparable = (rows: readonly ChangeRow[]): string[] =>
  rows
    .filter(({ entity, field }) => entity !== 'learner' && !(entity === 'enrolment' && field === 'learner_id'))
    .map(({ ssgRunId, entity, field, before, after, owner, rule }) =>
      JSON.stringify([ssgRunId, entity, field, before, after, owner, rule]),
    );

/** What of `lines` is not in `others`; a line that stands twice must be matched twice. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

const learnersCreated = (written: readonly WrittenChange[]): string[] =>
  sorted([...new Set(written.flatMap(({ entity, entityId }) => (entity === 'learner' && entityId ? [entityId] : [])))]);

/** The people behind the enrolments for which the dry run planned a learner. */
function learnersPlanned({ units }: DryRun, enrolments: { referenceNumber: string; learner: { id: string } }[]): string[] {
  const learnerOf = new Map(enrolments.map(({ referenceNumber, learner }) => [referenceNumber, learner.id]));
  const planned = units.flatMap(({ changes }) => changes.filter(({ entity }) => entity === 'learner'));
  return sorted(planned.map(({ key }) => learnerOf.get(key) ?? `nobody for ${key}`));
}

/** What SSG holds for the window of 21 days. */
async function upcomingRunsAt(ssgUrl: string): Promise<string[]> {
  const runs = (await (await fetch(`${ssgUrl}/__simulator/state/runs`)).json()) as { id: number; startDate: string }[];
  const lastDay = new Date(Date.parse(TODAY) + 21 * 86_400_000).toISOString().slice(0, 10);
  return runs.filter(({ startDate }) => startDate >= TODAY && startDate <= lastDay).map(({ id }) => String(id));
}

const sorted = (texts: readonly string[]): string[] => [...texts].sort();
