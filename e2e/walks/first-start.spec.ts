import { type APIRequestContext, expect } from '@playwright/test';
import { runningDatabase } from '../support/embedded-database.js';
import { enrolmentsOf } from '../support/enrolments.js';
import { freePorts, isListening } from '../support/free-port.js';
import type { Graphql } from '../support/graphql.js';
import type { Installation, System } from '../support/installation.js';
import { isAlive, isGroupAlive } from '../support/process-table.js';
import { type Settings, WITH_EXTERNAL_KEY } from '../support/settings.js';
import { controlSimulator } from '../support/simulator-control.js';
import { rowsWrittenBy, type SyncBatch, syncBatchesOf } from '../support/sync-batches.js';
import { test } from '../support/walk.js';

/** ENTITY_WORDS of the printed summary, by GraphQL's names. */
const PRINTED = {
  COURSE_RUN: 'course runs',
  LEARNER: 'learners',
  ENROLMENT: 'enrolments',
  COURSE_RUN_TRAINER: 'run trainers',
} as const;

test('npm start on an empty folder syncs the demo, Ctrl-C leaves nothing running, and a second start finds everything as it was', async ({
  installation,
  graphql,
  request,
}) => {
  const [api, ssg, admin] = (await freePorts(3)) as [number, number, number];
  const ports: Settings = {
    ...WITH_EXTERNAL_KEY,
    ROLLCALL_ADMIN: '1',
    API_PORT: String(api),
    ADMIN_PORT: String(admin),
    SSG_SIMULATOR_PORT: String(ssg),
  };
  const read = graphql(`http://127.0.0.1:${api}`);

  const first = installation.start(ports, 'npmStart');
  await expect.poll(() => statusOf(request, `http://127.0.0.1:${api}/readyz`)).toBe(200);
  await first.ready();
  expect(await statusOf(request, `http://127.0.0.1:${admin}/healthz`)).toBe(200);
  const [batch, ...others] = await syncBatchesOf(read);
  expect(others).toEqual([]);
  expect(batch).toMatchObject({ status: 'COMPLETED', resumedCount: 0 });
  for (const { entityType, created, updated } of batch?.summary?.changes ?? [])
    expect(first.stdout).toMatch(new RegExp(`^${PRINTED[entityType as keyof typeof PRINTED]} +${created} +${updated}$`, 'm'));
  await expectTrainerColumns(read);
  await expectCallsCounted(request, api, ssg, batch);
  const before = await enrolmentsOf(read);
  expect(before.filter(({ status }) => status === 'ADMIN_REMOVED')).toHaveLength(1);
  await expectCleanStop(installation, first, [api, ssg, admin]);

  const batches = await startAgain(installation, ports, read);
  expect(batches[0]).toMatchObject({ status: 'COMPLETED' });
  expect(batches[0] && rowsWrittenBy(batches[0])).toBe(0);
  expect(await enrolmentsOf(read)).toEqual(before);
  const removed = before.find(({ status }) => status === 'ADMIN_REMOVED');
  expect(removed?.ssgStatus).toBe('Confirmed');
  const last = installation.programs.at(-1) as System;
  await expectCleanStop(installation, last, [api, ssg, admin]);
});

/** One more start; and yet one more where the day changed in Singapore in between, because a new day may bring new runs. */
async function startAgain(installation: Installation, ports: Settings, read: Graphql): Promise<SyncBatch[]> {
  const system = installation.start(ports);
  await system.ready();
  expect(system.stdout).toContain('found from an earlier start');
  const batches = await syncBatchesOf(read);
  if (batches[0]?.today === batches[1]?.today) {
    expect(system.stdout).toContain('none: everything is as SSG says');
    return batches;
  }
  system.pressCtrlC();
  await system.ended;
  return startAgain(installation, ports, read);
}

async function statusOf(request: APIRequestContext, url: string): Promise<number | 'nobody answers'> {
  try {
    return (await request.get(url)).status();
  } catch {
    return 'nobody answers';
  }
}

/** The demo's courses each show one decision; these three tell the three sources of a trainer apart (S0.26-S0.28, S0.33). */
async function expectTrainerColumns(read: Graphql): Promise<void> {
  const { upcomingClasses } = await read.ask<{ upcomingClasses: { totalCount: number; nodes: UpcomingClass[] } }>(`{
    upcomingClasses(provider: "T26ZZ0001K", first: 100) {
      totalCount
      nodes {
        course { title } trainerTpg { name } trainerLocal { name }
        nextTrainer { name candidates { name verdict } }
      }
    }
  }`);
  expect(upcomingClasses.totalCount).toBeGreaterThan(20);
  const classOf = (title: string) => upcomingClasses.nodes.find(({ course }) => course.title === title);
  expect(classOf('Food Hygiene for Kitchens')).toMatchObject({
    trainerTpg: { name: 'Aaron Pereira' },
    trainerLocal: { name: 'Aaron Pereira' },
    nextTrainer: { name: null },
  });
  expect(classOf('Barista Foundations')).toMatchObject({
    trainerTpg: null,
    trainerLocal: null,
    nextTrainer: { name: 'Daniel Oh' },
  });
  expect(classOf('Stories with Data')?.nextTrainer).toEqual({
    name: 'Helen Yap',
    candidates: [
      { name: 'Tan Wei Ming', verdict: 'AMBIGUOUS' },
      { name: 'Helen Yap', verdict: 'NEXT' },
    ],
  });
}

interface UpcomingClass {
  course: { title: string };
  trainerTpg: { name: string } | null;
  trainerLocal: { name: string } | null;
  nextTrainer: { name: string | null; candidates: { name: string; verdict: string }[] };
}

/** /metrics, the batch and SSG's own log agree on how often SSG was called. */
async function expectCallsCounted(
  request: APIRequestContext,
  api: number,
  ssg: number,
  batch: SyncBatch | undefined,
): Promise<void> {
  const metrics = await (await request.get(`http://127.0.0.1:${api}/metrics`)).text();
  const counted: Record<string, number> = {};
  for (const [, name = '', count] of metrics.matchAll(/^rollcall_ssg_calls_total\{operation="([^"]+)",[^}]*\} (\d+)$/gm)) {
    const operation = name === 'oauth.mintToken' ? 'token' : name;
    counted[operation] = (counted[operation] ?? 0) + Number(count);
  }
  expect(counted).toEqual(await controlSimulator(`http://127.0.0.1:${ssg}`).callCounts());
  expect(Object.values(counted).reduce((total, count) => total + count, 0)).toBe(batch?.callsMade);
}

async function expectCleanStop(installation: Installation, system: System, ports: number[]): Promise<void> {
  const database = runningDatabase(installation.dataFolder);
  expect(database).not.toBeNull();
  system.pressCtrlC();
  expect(await system.ended).toBe(0);
  expect(system.stdout).toContain('Stopped. Everything is kept for the next start.');
  expect(isGroupAlive(system.pid)).toBe(false);
  expect(database && isAlive(database.pid)).toBe(false);
  expect(runningDatabase(installation.dataFolder)).toBeNull();
  const all = [...ports, database?.port ?? 0];
  expect(await Promise.all(all.map(isListening))).toEqual(all.map(() => false));
}
